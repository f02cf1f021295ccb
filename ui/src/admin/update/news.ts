import type { Update } from '../../api/types'

/** The newer version that is worth a word at once: not one that was postponed, is on its way, or did not start here. */
export function newsOf({ offer, step, tried }: Update, now: number): string | undefined {
  if (offer?.kind !== 'newer' || step.kind !== 'idle') return undefined
  const isPostponed = (offer.postponedUntilMs ?? 0) > now
  const didNotStart = tried?.outcome === 'put_back' && tried.to === offer.version
  return isPostponed || didNotStart ? undefined : offer.version
}
