// Stands in for the generated types until the server's description has them.
import type { components } from './schema.gen'

type Old = components['schemas']

export interface Address {
  pn: string | null
  lid: string | null
}
export type MediaKind = 'image' | 'video' | 'gif' | 'round_video' | 'voice' | 'audio' | 'document' | 'sticker'
export interface Place {
  latitude: number
  longitude: number
  name?: string
  address?: string
  url?: string
  accuracyM?: number
  isLive: boolean
  caption?: string
}
export type ChoiceAction =
  | { does: 'reply' }
  | { does: 'open_url'; value: string }
  | { does: 'call_number'; value: string }
  | { does: 'copy'; value: string }
  | { does: 'other'; value: string }
export interface Choice {
  id: string
  title: string
  description?: string
  section: string
  action: ChoiceAction
}
export type SystemLine =
  | { what: 'group_created'; subject: string }
  | { what: 'joined'; who: Address[] }
  | { what: 'left'; who: Address[] }
  | { what: 'promoted'; who: Address[] }
  | { what: 'demoted'; who: Address[] }
  | { what: 'subject'; subject: string }
  | { what: 'description'; description: string }
  | { what: 'picture'; isSet: boolean }
  | { what: 'group_setting'; setting: string; isOn: boolean }
  | { what: 'disappearing_timer'; afterS: number }
  | { what: 'security_number_changed' }
  | { what: 'number_changed'; to: Address | null }
  | { what: 'other'; name: string }
export type Content =
  | { kind: 'text'; text: string; preview?: { url: string; title: string; description: string } }
  | {
      kind: 'media'
      file: MediaKind
      caption?: string
      mime: string
      fileName?: string
      sizeBytes?: number
      width?: number
      height?: number
      durationS?: number
      pages?: number
      waveform: number[]
      isAnimated: boolean
      isLottie: boolean
      hasThumbnail: boolean
    }
  | { kind: 'album'; images: number; videos: number }
  | ({ kind: 'place' } & Place)
  | { kind: 'contacts'; cards: { name: string; numbers: string[]; vcard: string }[] }
  | { kind: 'poll'; question: string; options: { name: string; hash: string }[]; choices: number }
  | {
      kind: 'occasion'
      name: string
      description?: string
      place?: Place
      startsAtS?: number
      endsAtS?: number
      joinLink?: string
      isCancelled: boolean
    }
  | {
      kind: 'choices'
      shape: 'buttons' | 'list' | 'template' | 'interactive'
      header: string
      text: string
      footer: string
      button: string
      options: Choice[]
    }
  | { kind: 'chosen'; id: string; title: string; description?: string; answerJson?: string }
  | { kind: 'product'; id: string; title: string; description?: string; priceThousandths?: number; currency?: string; url?: string }
  | { kind: 'order'; id: string; title?: string; text?: string; items: number; totalThousandths?: number; currency?: string }
  | {
      kind: 'payment'
      about: 'sent' | 'requested' | 'declined' | 'cancelled' | 'invited' | 'invoice'
      amountThousandths?: number
      currency?: string
      note?: string
    }
  | { kind: 'group_invitation'; group: string; name: string; code: string; expiresAtS?: number; caption?: string }
  | { kind: 'call'; isVideo: boolean; outcome: 'ringing' | 'answered' | 'missed' | 'refused' | 'failed'; durationS?: number }
  | ({ kind: 'system' } & SystemLine)
  | { kind: 'open_on_phone' }
  | { kind: 'deleted' }
  | { kind: 'undecryptable' }
  | { kind: 'unsupported'; name: string }
export interface Context {
  quote?: { id: string; sender?: Address; fromMe: boolean; kind: string; text: string }
  mentions: Address[]
  forwarded: number
  referral?: { title: string; body: string; sourceUrl: string; sourceId: string; sourceKind: string; clickId: string }
  expiresAfterS?: number
  isViewOnce: boolean
  album?: string
}
export interface Marks {
  reactions: { by: Address; fromMe: boolean; emoji: string; atMs: number }[]
  edits: { content: Content; untilMs: number }[]
  deleted?: { by: Address; fromMe: boolean; atMs: number }
  votes: { by: Address; fromMe: boolean; options: string[]; atMs: number }[]
  answers: { by: Address; fromMe: boolean; attendance: 'going' | 'not_going' | 'maybe'; guests: number; atMs: number }[]
  pin?: { by: Address; untilMs: number }
  isStarred: boolean
  isKept: boolean
}
export interface Message {
  id: string
  chatId: string
  sender: Address
  senderName: string
  fromMe: boolean
  atMs: number | null
  placeMs: number
  content: Content
  context: Context
  marks: Marks
  status: Old['MessageStatusWord']
  failure: Old['FailureWord'] | 'no_answer' | null
  clientKey: string | null
}
export interface Chat {
  id: string
  kind: 'direct' | 'group' | 'community' | 'newsletter' | 'status'
  pn: string | null
  lid: string | null
  name: string
  nameSource: 'address_book' | 'business' | 'own' | 'none'
  unread: number
  isMarkedUnread: boolean
  isArchived: boolean
  pinnedAtMs: number | null
  mutedUntilMs: number | null
  mutedForEver: boolean
  disappearsAfterS: number | null
  lastActivityMs: number
  isCurrent: boolean
  lastMessage: Message | null
  lastEventNumber: number
}
export interface ChatPage {
  items: Chat[]
  nextCursor: string | null
}
export interface MessagePage {
  items: Message[]
  nextCursor: string | null
}
export interface SentMessage {
  id: string
  chatId: string
  status: Message['status']
  duplicate: boolean
  message: Message
}
interface WithChat {
  message: Message
  chat: Chat
}
export type PortalEvent = { number: number; atMs: number } & (
  | { type: 'session.status_changed'; data: Old['SessionStatus'] }
  | { type: 'message.received'; data: WithChat }
  | { type: 'message.created'; data: WithChat }
  | { type: 'message.updated'; data: WithChat }
  | {
      type: 'message.status_changed'
      data: { chatId: string; id: string; status: Message['status']; failure: Message['failure']; clientKey: string | null }
    }
  | { type: 'chat.updated'; data: Chat }
  | { type: 'chat.removed'; data: { chatId: string } }
  | { type: 'history.stored'; data: { chats: number; messages: number } }
)
export interface EventPage {
  items: PortalEvent[]
  lastNumber: number
  resync: boolean
}
