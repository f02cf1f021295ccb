import type { TFunction } from 'i18next'

import type { Contact } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { visible } from '../../lib/visible'

/** What stands before a name, by where it comes from. */
const markOf = { address_book: '', business: '', own: '~', user: '@', none: '' } as const satisfies Record<Contact['nameSource'], string>

type Named = Pick<Contact, 'name' | 'nameSource' | 'pn'>

/** What somebody is called: `~` before a name that they gave themselves, `@` before their user name, else their number. */
export function contactName({ name, nameSource, pn }: Named, t: TFunction): string {
  const shown = visible(name)
  if (shown !== '') return markOf[nameSource] + shown
  return formatPhone(pn ?? '') || t('contacts.unnamed')
}

/** The number, where WhatsApp tells it. */
export function contactNumber({ pn }: Pick<Contact, 'pn'>, t: TFunction): string {
  return formatPhone(pn ?? '') || t('contacts.numberHidden')
}
