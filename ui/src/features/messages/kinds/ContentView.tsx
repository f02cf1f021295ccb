import type { ReactNode } from 'react'

import type { Content, Message } from '../../../api/types'
import { AlbumView } from './Album'
import { CallView } from './Call'
import { ChoicesView } from './Choices'
import { ChosenView } from './Chosen'
import { ContactsView } from './Contacts'
import { DeletedView } from './Deleted'
import { GroupInvitationView } from './GroupInvitation'
import type { ViewProps } from './kind'
import { MediaView } from './Media'
import { OccasionView } from './Occasion'
import { OpenOnPhoneView } from './OpenOnPhone'
import { OrderView } from './Order'
import { PaymentView } from './Payment'
import { PlaceView } from './Place'
import { PollView } from './Poll'
import { ProductView } from './Product'
import { SystemView } from './System'
import { TextView } from './Text'
import { UndecryptableView } from './Undecryptable'
import { UnsupportedView } from './Unsupported'

type View<Name extends Content['kind']> = (props: ViewProps<Name>) => ReactNode

/** Every kind of content there is, as a conversation shows it: one file each. */
const views: { [Name in Content['kind']]: View<Name> } = {
  text: TextView,
  media: MediaView,
  album: AlbumView,
  place: PlaceView,
  contacts: ContactsView,
  poll: PollView,
  occasion: OccasionView,
  choices: ChoicesView,
  chosen: ChosenView,
  product: ProductView,
  order: OrderView,
  payment: PaymentView,
  group_invitation: GroupInvitationView,
  call: CallView,
  system: SystemView,
  open_on_phone: OpenOnPhoneView,
  deleted: DeletedView,
  undecryptable: UndecryptableView,
  unsupported: UnsupportedView,
}

/** One of a later version than this page knows is unsupported. */
export function ContentView({ message }: { message: Message }) {
  const View = (views[message.content.kind] ?? UnsupportedView) as View<Content['kind']>
  return <View content={message.content} message={message} />
}
