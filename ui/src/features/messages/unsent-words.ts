import type { TFunction } from 'i18next'

import type { TroubleCode } from '../../api/problem'
import type { Outgoing } from '../../api/tenant'
import type { Message } from '../../api/types'

/** Why a text, a file or a draft was refused. */
export function unsentWords({ file, draft }: Pick<Outgoing, 'file' | 'draft'>, trouble: TroubleCode, t: TFunction): string {
  const refused = t(file ? 'conversation.refusedFile' : draft ? 'conversation.refusedDraft' : 'conversation.refused')
  return t('conversation.unsent', { reason: trouble === 'validation_failed' ? refused : t(`problem.${trouble}`) })
}

/** How many parts of an album did not leave, and why the first of them did not. */
export function unsentParts(failed: readonly (Message | Outgoing)[], all: number, t: TFunction): string {
  const many = t('conversation.unsentParts', { count: failed.length, all })
  const [first] = failed
  const why = first && ('key' in first ? refusal(first.trouble, t) : first.failure && t(`failure.${first.failure}`))
  return why ? `${many} ${why}` : many
}

const refusal = (trouble: TroubleCode | null, t: TFunction) =>
  trouble === null ? t('conversation.old') : trouble === 'validation_failed' ? t('conversation.refusedFile') : t(`problem.${trouble}`)
