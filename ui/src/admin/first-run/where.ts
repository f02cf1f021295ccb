// Where the customers are, and what is to be opened for them.
import type { Access, AccessBody } from '../../api/types'
import { accessBody, type InternetDraft, internetDraft, isSame, networkDraft } from '../access/drafts'

export type Where = 'here' | 'network' | 'internet'

/** What may be chosen: what was said when the server was started is not taken back here. */
export function choices({ network, internet }: Access): Where[] {
  return internet.isFixed ? ['internet'] : network.isFixed ? ['network', 'internet'] : ['here', 'network', 'internet']
}

/** What holds already; else what suits most: the phones around, or the Internet where there is no network. */
export function whereAtFirst(access: Access): Where {
  if (access.internet.kind !== 'closed') return 'internet'
  if (access.network.isOpen || access.localAddresses.length > 0) return 'network'
  return 'internet'
}

/** How the Internet is opened, to begin with. */
export function waysAtFirst(access: Access): InternetDraft {
  const draft = internetDraft(access)
  return draft.kind === 'closed' ? { ...draft, kind: 'tunnel' } : draft
}

/** What is to be saved for it; nothing where it is so already. */
export function opening(access: Access, where: Where, internet: InternetDraft): AccessBody | undefined {
  const wanted = accessBody(access, {
    network: { ...networkDraft(access), isOpen: where === 'network' || (where === 'internet' && access.network.isOpen) },
    internet: where === 'internet' ? internet : { ...internetDraft(access), kind: 'closed' },
  })
  return isSame(wanted, accessBody(access, {})) ? undefined : wanted
}
