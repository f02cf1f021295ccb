import type { Contact } from '../../../../api/types'
import { formatPhone, phoneDigits } from '../../../../lib/phone'
import { visible } from '../../../../lib/visible'

/** A text inside a vCard: what divides its parts is marked (RFC 6350, 3.4). */
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** The card of somebody whose number is known, as a phone writes it. */
export function cardOf({ name, pn }: Pick<Contact, 'name'> & { pn: string }): { name: string; vcard: string } {
  const phone = formatPhone(pn)
  const shown = visible(name) || phone
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(shown)};;;`,
    `FN:${escaped(shown)}`,
    `TEL;type=CELL;type=VOICE;waid=${phoneDigits(pn)}:${phone}`,
    'END:VCARD',
  ]
  return { name: shown, vcard: lines.join('\n') }
}
