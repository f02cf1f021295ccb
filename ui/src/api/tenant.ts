import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { assigneeOf, type ChatFilter, isAssignee, isLabel, isSpan, labelOf, spanOf } from './chat-filter'
import { answer, http } from './http'
import { orKept } from './kept'
import { viewable } from './page-proof'
import { connection } from './connection'
import { Trouble, type TroubleCode } from './problem'
import type {
  Activity,
  Address,
  Chat,
  Draft,
  GalleryPart,
  MediaKind,
  MessagePage,
  Passkey,
  PasskeyAnswer,
  Qr,
  Quote,
  RefusedChange,
} from './types'

/** What goes with a text or a file: the id of the message that it answers, the addresses of whom it mentions, and when it leaves. */
export interface SentWith {
  quote?: string
  mentions?: string[]
  /** Not before this moment, RFC 3339. */
  sendAt?: string
}

/** A file on its way to the server. */
export interface OutgoingFile {
  name: string
  sizeBytes: number
  /** What it is taken for here, until the server says what it goes as. */
  looksLike: MediaKind
  /** What the sender wants it to go as; the server decides where this is null. */
  as: MediaKind | null
  width: number | null
  height: number | null
  durationS: number | null
  /** A `blob:` address to show it by in this page; none after a reload. */
  preview: string | null
  /** Where its upload is gone on with. */
  uploadUrl: string | null
  /** The server's name of it, once it is there. */
  mediaId: string | null
}

/** What is sent besides words and files. */
export type OwnDraft = Extract<Draft, { kind: 'poll' | 'place' | 'contacts' }>

/** Pictures and films that leave as one. Its head is sent before the first of them. */
export interface OutgoingAlbum {
  /** The Idempotency-Key of its head. */
  key: string
  /** The server's id of its head, once it has that. */
  id: string | null
  /** What its head says. */
  images: number
  videos: number
  /** Whether the server was asked: from then on its head says what it said. */
  isAsked: boolean
}

/** A message on its way to the server, before WhatsApp's id for it is known. */
export interface Outgoing {
  /** The Idempotency-Key: the same for each try. */
  key: string
  /** What it says, or what is said with its file. */
  text: string
  file: OutgoingFile | null
  /** What it is, where it is neither words nor a file. */
  draft?: OwnDraft | undefined
  /** What its picture or film is a part of. */
  album?: OutgoingAlbum | undefined
  /** What it answers. */
  quote?: Quote | null | undefined
  /** Whom it mentions. */
  mentions?: Address[] | undefined
  /** Not before this moment, RFC 3339; as soon as it can without one. */
  sendAt?: string | undefined
  atMs: number
  /** On its way; tried, and tried again by itself; or waiting for somebody to decide. */
  state: 'sending' | 'waiting' | 'unsent'
  /** Why it is not there yet. */
  trouble: TroubleCode | null
}

export const tenantKeys = {
  portal: (tenantId: string) => ['portal', tenantId] as const,
  qr: (tenantId: string) => ['qr', tenantId] as const,
  passkey: (tenantId: string) => ['passkey', tenantId] as const,
  chatLists: (tenantId: string) => ['chats', tenantId] as const,
  chats: (tenantId: string, search: string, filter: ChatFilter = 'main') => ['chats', tenantId, search, filter] as const,
  labels: (tenantId: string) => ['labels', tenantId] as const,
  quickReplies: (tenantId: string) => ['quick-replies', tenantId] as const,
  webhooks: (tenantId: string) => ['webhooks', tenantId] as const,
  deliveries: (tenantId: string) => ['deliveries', tenantId] as const,
  chat: (tenantId: string, chatId: string) => ['chat', tenantId, chatId] as const,
  profile: (tenantId: string, chatId: string) => ['profile', tenantId, chatId] as const,
  receipts: (tenantId: string, chatId: string, messageId: string) => ['receipts', tenantId, chatId, messageId] as const,
  participantLists: (tenantId: string) => ['participants', tenantId] as const,
  participants: (tenantId: string, chatId: string) => ['participants', tenantId, chatId] as const,
  inviteLink: (tenantId: string, chatId: string) => ['invite-link', tenantId, chatId] as const,
  joinRequests: (tenantId: string, chatId: string) => ['join-requests', tenantId, chatId] as const,
  messageLists: (tenantId: string) => ['messages', tenantId] as const,
  messages: (tenantId: string, chatId: string) => ['messages', tenantId, chatId] as const,
  messagesAround: (tenantId: string, chatId: string, messageId: string) => ['messages', tenantId, chatId, messageId] as const,
  galleries: (tenantId: string) => ['gallery', tenantId] as const,
  galleriesOf: (tenantId: string, chatId: string) => ['gallery', tenantId, chatId] as const,
  gallery: (tenantId: string, chatId: string, part: GalleryPart, around?: string) =>
    ['gallery', tenantId, chatId, part, around ?? null] as const,
  message: (tenantId: string, chatId: string, messageId: string) => ['message', tenantId, chatId, messageId] as const,
  scheduledLists: (tenantId: string) => ['scheduled', tenantId] as const,
  scheduled: (tenantId: string, chatId?: string) => ['scheduled', tenantId, chatId ?? null] as const,
  found: (tenantId: string, search: string) => ['found', tenantId, search] as const,
  outgoing: (tenantId: string, chatId: string) => ['outgoing', tenantId, chatId] as const,
  activities: (tenantId: string) => ['activities', tenantId] as const,
  refused: (tenantId: string) => ['refused', tenantId] as const,
  progress: (tenantId: string, id: string) => ['progress', tenantId, id] as const,
}

/** A network that swallows a request says nothing; after this it counts as lost. */
export const lostAfterMs = 20_000

/** Asked again for as long as no news come by themselves. */
export const whileNotLive = (ms: number) => () => (connection.get() === 'live' ? false : ms)

const showPortal = (tenantId: string) => answer(http.GET('/api/whatsapp/{tenantId}', { params: { path: { tenantId } } }))

export const portal = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.portal(tenantId),
    queryFn: (context) => orKept(context, showPortal(tenantId)),
    refetchInterval: whileNotLive(2_000),
    refetchIntervalInBackground: true,
  })

/** What WhatsApp refused last, until it was read; news bring it. */
export const refusedChange = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.refused(tenantId),
    queryFn: (): Promise<RefusedChange | null> => Promise.resolve(null),
    staleTime: Infinity,
    gcTime: Infinity,
  })

/** The QR code that waits for the phone; null while there is none. */
export const qr = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.qr(tenantId),
    queryFn: async (): Promise<Qr | null> => {
      try {
        const shown = await answer(
          http.GET('/api/whatsapp/{tenantId}/qr', {
            params: { path: { tenantId } },
            headers: { accept: 'application/json' },
          }),
        )
        // The address also answers with a picture, which was not asked for.
        return typeof shown === 'string' ? null : shown
      } catch (error) {
        if (error instanceof Trouble && error.code === 'no_qr') return null
        throw error
      }
    },
    // The first one is asked for until it is there; the socket brings the next ones.
    refetchInterval: (query) => (query.state.data ? (connection.get() === 'live' ? false : 2_000) : 300),
    gcTime: 0,
  })

/** What a link with a passkey waits for; null while it waits for nothing. */
export const passkey = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.passkey(tenantId),
    queryFn: async (): Promise<Passkey | null> => {
      try {
        return await answer(http.GET('/api/whatsapp/{tenantId}/passkey', of(tenantId)))
      } catch (error) {
        if (error instanceof Trouble && error.code === 'no_passkey') return null
        throw error
      }
    },
    refetchInterval: whileNotLive(2_000),
    refetchIntervalInBackground: true,
    gcTime: 0,
  })

/** The chats behind a figure, as they are asked for. */
function happened(filter: ChatFilter) {
  const span = spanOf(filter)
  if (!span) return {}
  const [from, to] = [new Date(span.fromMs).toISOString(), new Date(span.toMs).toISOString()]
  switch (span.what) {
    case 'active':
      return { activeFrom: from, activeTo: to }
    case 'new':
      return { newFrom: from, newTo: to }
    case 'failed':
      return { failedFrom: from, failedTo: to }
  }
}

/** Chats, the last active first. A search looks among all of them, whatever else is chosen. */
export const chats = (tenantId: string, search: string, filter: ChatFilter = 'main') =>
  infiniteQueryOptions({
    queryKey: tenantKeys.chats(tenantId, search, filter),
    queryFn: (context) => {
      const { pageParam } = context
      const which = {
        show: search !== '' || isSpan(filter) ? undefined : isLabel(filter) || isAssignee(filter) ? ('main' as const) : filter,
        labelId: labelOf(filter),
        assigneeId: assigneeOf(filter),
        ...(search === '' && happened(filter)),
      }
      const query = { limit: 100, search: search || undefined, cursor: pageParam ?? undefined, ...which }
      return orKept(context, answer(http.GET('/api/whatsapp/{tenantId}/chats', { params: { path: { tenantId }, query } })))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: whileNotLive(4_000),
  })

/** The labels of the account, as WhatsApp Business has them. */
export const labels = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.labels(tenantId),
    queryFn: (context) => orKept(context, answer(http.GET('/api/whatsapp/{tenantId}/labels', { params: { path: { tenantId } } }))),
    staleTime: Infinity,
  })

export const chat = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: tenantKeys.chat(tenantId, chatId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}', { params: { path: { tenantId, chatId } } })),
    refetchInterval: whileNotLive(4_000),
  })

/** What the other side shows of itself. Asking for it has the chat brought up to date. */
export const profile = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: tenantKeys.profile(tenantId, chatId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/profile', { params: { path: { tenantId, chatId } } })),
    staleTime: Infinity,
  })

/** Where the picture of a chat is, if it shows one: another picture has another address. */
export const pictureUrl = (tenantId: string, chat: Pick<Chat, 'id' | 'pictureId'>): string | undefined =>
  chat.pictureId === null ? undefined : viewable(tenantId, `/api/whatsapp/${tenantId}/chats/${chat.id}/picture?${chat.pictureId}`)

/** Where a page of messages begins: at the end of the chat, behind a cursor in either direction, or around a message. */
export type MessagesFrom = { cursor?: string; newer?: string; around?: string }

export const beginningAt = (around: string | undefined): MessagesFrom => (around === undefined ? {} : { around })

export const olderThan = ({ nextCursor }: MessagePage): MessagesFrom | null => (nextCursor === null ? null : { cursor: nextCursor })
export const newerThan = ({ newerCursor }: MessagePage): MessagesFrom | null => (newerCursor == null ? null : { newer: newerCursor })

/** Pages run from the newest to the oldest: from the end, or from around one message and on in both directions. */
export const messages = (tenantId: string, chatId: string, around?: string) =>
  infiniteQueryOptions({
    queryKey: around === undefined ? tenantKeys.messages(tenantId, chatId) : tenantKeys.messagesAround(tenantId, chatId, around),
    queryFn: (context) => {
      const query = { limit: 60, ...context.pageParam }
      const path = { tenantId, chatId }
      return orKept(context, answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/messages', { params: { path, query } })))
    },
    initialPageParam: beginningAt(around),
    getNextPageParam: olderThan,
    getPreviousPageParam: newerThan,
    refetchInterval: whileNotLive(4_000),
  })

/** Messages of all chats that hold what was typed. While the server has not looked through all of them, it is asked again. */
export const found = (tenantId: string, search: string) =>
  infiniteQueryOptions({
    queryKey: tenantKeys.found(tenantId, search),
    queryFn: ({ pageParam }) => {
      const query = { limit: 30, search, cursor: pageParam ?? undefined }
      return answer(http.GET('/api/whatsapp/{tenantId}/messages', { params: { path: { tenantId }, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: (query) => ((query.state.data?.pages[0]?.indexedPercent ?? 100) < 100 ? 1_000 : false),
  })

/** Filled by sending alone. */
export const outgoing = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: tenantKeys.outgoing(tenantId, chatId),
    queryFn: (): Outgoing[] => [],
    initialData: [] as Outgoing[],
    staleTime: Infinity,
    gcTime: Infinity,
  })

/** What somebody does now, by chat id. */
export type Activities = Record<string, Exclude<Activity, 'paused'>>

/** In which chats somebody types or records now. Filled by the socket alone. */
export const activities = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.activities(tenantId),
    queryFn: (): Activities => ({}),
    initialData: (): Activities => ({}),
    staleTime: Infinity,
  })

/** A small picture of what a message brings. */
export const thumbnailUrl = (tenantId: string, chatId: string, messageId: string): string =>
  viewable(tenantId, `/api/whatsapp/${tenantId}/chats/${chatId}/messages/${encodeURIComponent(messageId)}/thumbnail`)

const of = (tenantId: string) => ({ params: { path: { tenantId } } })

export const tenantActions = {
  show: showPortal,
  openLink: (publicId: string, secret: string) =>
    answer(http.POST('/client/{publicId}/login', { params: { path: { publicId } }, body: { secret } })),
  pairCode: (tenantId: string, phone: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/pair-code', { ...of(tenantId), body: { phone } })),
  answerPasskey: (tenantId: string, body: PasskeyAnswer) =>
    answer(http.POST('/api/whatsapp/{tenantId}/passkey', { ...of(tenantId), body })),
  confirmPasskey: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/passkey/confirm', of(tenantId))),
  confirmNumber: (tenantId: string, isRight: boolean) =>
    answer(http.POST('/api/whatsapp/{tenantId}/confirm-number', { ...of(tenantId), body: { isRight } })),
  start: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/start', of(tenantId))),
  stop: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/stop', of(tenantId))),
  unlink: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/logout', of(tenantId))),
  leave: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/leave', of(tenantId))),
  socketTicket: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/socket-ticket', of(tenantId))),
  eventsAfter: (tenantId: string, after: number) =>
    answer(http.GET('/api/whatsapp/{tenantId}/events', { params: { path: { tenantId }, query: { after, limit: 500 } } })),
}
