import type { LucideIcon } from 'lucide-react'

import type { Content, Message } from '../../../api/types'
import { album } from './Album'
import { call } from './Call'
import { choices } from './Choices'
import { chosen } from './Chosen'
import { contacts } from './Contacts'
import { deleted } from './Deleted'
import { groupInvitation } from './GroupInvitation'
import type { Kind, Say } from './kind'
import { media } from './Media'
import { occasion } from './Occasion'
import { openOnPhone } from './OpenOnPhone'
import { order } from './Order'
import { payment } from './Payment'
import { place } from './Place'
import { poll } from './Poll'
import { product } from './Product'
import { system } from './System'
import { text } from './Text'
import { undecryptable } from './Undecryptable'
import { unsupported } from './Unsupported'

/** Every kind of content there is: one file each. */
const kinds: { [Name in Content['kind']]: Kind<Name> } = {
  text,
  media,
  album,
  place,
  contacts,
  poll,
  occasion,
  choices,
  chosen,
  product,
  order,
  payment,
  group_invitation: groupInvitation,
  call,
  system,
  open_on_phone: openOnPhone,
  deleted,
  undecryptable,
  unsupported,
}

/** The one of a content; one of a later version than this page knows is unsupported. */
function kindOf(content: Content): Kind<Content['kind']> {
  return (kinds[content.kind] ?? unsupported) as Kind<Content['kind']>
}

export function ContentView({ message }: { message: Message }) {
  const { View } = kindOf(message.content)
  return <View content={message.content} message={message} />
}

/** A message in one line, and the figure before it. */
export function inOneLine(message: Message, say: Say): { figure: LucideIcon | null; words: string } {
  const kind = kindOf(message.content)
  return {
    figure: kind.figure(message.content),
    words: kind.line(message.content, message, say).replace(/\s+/g, ' ').trim().slice(0, 200),
  }
}
