// The one file in which news of a tenant's socket touch the query cache. Events carry the state after the fact, so they
// are put where they belong; what follows from what is the server's to say.
import type { QueryClient } from '@tanstack/react-query'

import { accountKeys } from './account'
import { arrivals } from './arrivals'
import { attendingKeys, type Look, lookOf, withNote } from './attending'
import { isIn, isSpan } from './chat-filter'
import { connection } from './connection'
import { contactKeys } from './contacts'
import { followExpiry, mayHoldOver } from './expiring'
import { earlierKeys } from './earlier-accounts'
import { exportKeys } from './exports'
import { isInGallery } from './gallery'
import { followGaps, readAnew } from './gaps'
import { hoursKeys } from './hours'
import { forgetKeptChats } from './kept'
import type { Scheduled } from './outbox'
import { dropItems, mapItems, type Pages, putItem } from './pages'
import { withReply } from './quick-replies'
import { removals } from './removals'
import { openSocket } from './socket'
import { type Activities, type Outgoing, tenantActions, tenantKeys } from './tenant'
import type {
  AutomaticMessages,
  Activity,
  AttendantList,
  Chat,
  ChatPage,
  LiveEvent,
  Looker,
  MediaProgress,
  Message,
  MessagePage,
  Note,
  Passkey,
  Portal,
  PortalEvent,
  Preferences,
  Qr,
  QuickReply,
  RefusedChange,
} from './types'

/** Somebody who stops without saying so types no longer after this. */
const typingEndsMs = 12_000

/** Without a socket news are asked for so often. */
const askMs = 4_000

/** Calls that were heard ringing: whoever looks elsewhere is told once they are missed. */
const ringing = new Set<string>()

/** So many events are remembered, for answers that were on their way when they came. */
const mostRecent = 200

export function followTenant(client: QueryClient, tenantId: string, onLoggedOut: () => void): () => void {
  let last = client.getQueryData<Portal>(tenantKeys.portal(tenantId))?.lastEventNumber ?? 0
  let isCatchingUp = false
  let isBehind = false
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const recent: PortalEvent[] = []

  const take = (event: PortalEvent) => {
    if (event.number <= last) return
    last = event.number
    recent.push(event)
    if (recent.length > mostRecent) recent.shift()
    applyEvent(client, tenantId, event)
  }
  // What an answer lacks is told first: events complete it only then.
  const unfollow = [followGaps(client), completeAnswers(client, tenantId, recent), followExpiry(client, tenantId)]

  /** Asks for what lies between the last known event and now; who calls meanwhile makes it look once more. */
  const resume = async () => {
    isBehind = true
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      while (isBehind) {
        isBehind = false
        const page = await tenantActions.eventsAfter(tenantId, last)
        if (page.resync) {
          // What lay between is gone from the server's log: everything is read anew.
          last = page.lastNumber
          recent.length = 0
          // Somebody may have been erased meanwhile.
          dropNaming(client, tenantId)
          continue
        }
        page.items.forEach(take)
        isBehind ||= page.items.length > 0 && last < page.lastNumber
      }
    } catch {
      // The next event, or the next connection, shows the gap again.
    } finally {
      isCatchingUp = false
    }
  }

  const onTyping = ({ chatId, activity }: { chatId: string; activity: Activity }) => {
    clearTimeout(timers.get(chatId))
    setActivity(client, tenantId, chatId, activity)
    if (activity !== 'paused')
      timers.set(
        chatId,
        setTimeout(() => setActivity(client, tenantId, chatId, 'paused'), typingEndsMs),
      )
  }

  const asking = setInterval(() => {
    if (connection.get() === 'asking') void resume()
  }, askMs)

  const leave = openSocket<LiveEvent>({
    ticket: () => tenantActions.socketTicket(tenantId),
    on: {
      event: (event) => {
        // Nothing is skipped: a gap is filled from the server before what lies behind it.
        if (event.number === last + 1) take(event)
        else if (event.number > last) void resume()
      },
      qr: (qr) => client.setQueryData<Qr | null>(tenantKeys.qr(tenantId), qr),
      passkey: (passkey) => client.setQueryData<Passkey | null>(tenantKeys.passkey(tenantId), passkey),
      account: (account) => client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, account }),
      typing: onTyping,
      looking: (looker) => putLooker(client, tenantId, looker),
      'media.progress': (news) => client.setQueryData<MediaProgress>(tenantKeys.progress(tenantId, news.mediaId), news),
    },
    onOpen: () => {
      void resume()
      const told = [tenantKeys.portal(tenantId), tenantKeys.qr(tenantId), tenantKeys.passkey(tenantId), attendingKeys.lookers(tenantId)]
      for (const key of told) {
        void client.invalidateQueries({ queryKey: key })
      }
    },
    onLoggedOut,
  })
  return () => {
    clearInterval(asking)
    timers.forEach(clearTimeout)
    unfollow.forEach((end) => end())
    leave()
  }
}

/** An answer may be older than what was heard since it was asked for: those events are put into it again. */
export function completeAnswers(client: QueryClient, tenantId: string, recent: readonly PortalEvent[]): () => void {
  const heardBefore = new Map<string, number>()
  return client.getQueryCache().subscribe((news) => {
    const [, whose] = news.query.queryKey as readonly unknown[]
    if (whose !== tenantId || news.type !== 'updated') return
    if (news.action.type === 'fetch') heardBefore.set(news.query.queryHash, recent.at(-1)?.number ?? 0)
    if (news.action.type !== 'success' || news.action.manual === true) return
    const known = heardBefore.get(news.query.queryHash) ?? 0
    heardBefore.delete(news.query.queryHash)
    for (const event of recent) if (event.number > known) putEvent(client, tenantId, event)
  })
}

/** An event that has just come: into the cache, and whatever else it brings about. */
export function applyEvent(client: QueryClient, tenantId: string, event: PortalEvent): void {
  putEvent(client, tenantId, event)
  switch (event.type) {
    case 'session.status_changed':
      if (event.data.status === 'connected' || event.data.status === 'logged_out' || event.data.cause === 'unexpected_number') {
        void client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) })
      }
      if (event.data.status === 'pairing' || event.data.status === 'starting') {
        void client.invalidateQueries({ queryKey: tenantKeys.qr(tenantId) })
      }
      if (event.data.cause === 'passkey_asked' || event.data.cause === 'passkey_compare') {
        void client.invalidateQueries({ queryKey: tenantKeys.passkey(tenantId) })
      }
      return
    case 'message.received':
      setActivity(client, tenantId, event.data.chat.id, 'paused')
      if (rings(event.data.message)) ringing.add(event.data.message.id)
      return arrivals.tell(tenantId, { number: event.number, ...event.data })
    case 'message.created':
      if (event.data.message.status === 'queued') readScheduledAgain(client, tenantId)
      return dropOutgoing(client, tenantId, event.data.chat.id, event.data.message.clientKey)
    case 'message.updated':
      if (!rings(event.data.message) && ringing.delete(event.data.message.id)) {
        arrivals.tell(tenantId, { number: event.number, ...event.data })
      }
      return dropOutgoing(client, tenantId, event.data.chat.id, event.data.message.clientKey)
    case 'message.status_changed':
      return dropOutgoing(client, tenantId, event.data.chatId, event.data.clientKey)
    case 'chat.updated':
      // Notes of two chats that became one come without events of their own.
      if ((client.getQueryData<Note[]>(attendingKeys.notes(tenantId, event.data.id))?.length ?? event.data.notes) !== event.data.notes) {
        readAnew(client, [attendingKeys.notes(tenantId, event.data.id)])
      }
      // What was cancelled elsewhere is told by its chat alone.
      if (isScheduledIn(client, tenantId, event.data.id)) {
        readScheduledAgain(client, tenantId)
        readAnew(client, [tenantKeys.messages(tenantId, event.data.id)])
      }
      // Who is in a group, and who may what there, is told by its chat alone; only whoever looks at it reads it again.
      if (event.data.kind !== 'direct') void client.invalidateQueries({ queryKey: tenantKeys.participants(tenantId, event.data.id) })
      if (mayHoldOver(client, tenantId, event.data.id)) {
        readAnew(client, [tenantKeys.messages(tenantId, event.data.id), tenantKeys.galleriesOf(tenantId, event.data.id)])
      }
      return
    case 'attendants.changed':
      noticeAttendants(client, tenantId)
      return
    case 'note.updated':
    case 'note.removed':
    case 'quick_reply.updated':
    case 'quick_reply.removed':
    case 'preferences.changed':
    case 'automatic_messages.changed':
      return
    case 'webhook.disabled':
      void client.invalidateQueries({ queryKey: tenantKeys.webhooks(tenantId) })
      void client.invalidateQueries({ queryKey: tenantKeys.deliveries(tenantId) })
      return
    case 'business_hours.changed':
      void client.invalidateQueries({ queryKey: hoursKeys.hours(tenantId) })
      return
    case 'chat.removed':
      readAnew(client, [tenantKeys.chat(tenantId, event.data.chatId)])
      return removals.tell(tenantId, event.data.chatId)
    case 'labels.changed':
      void client.invalidateQueries({ queryKey: tenantKeys.labels(tenantId) })
      return
    case 'change.refused':
      client.setQueryData<RefusedChange>(tenantKeys.refused(tenantId), event.data)
      return
    case 'history.stored':
      return readAgain(client, tenantId)
    case 'earlier_account.updated':
      void client.invalidateQueries({ queryKey: earlierKeys.all(tenantId) })
      return readAgain(client, tenantId)
    case 'contact.erased':
      return dropErased(client, tenantId, event.data.contactId)
    case 'export.updated':
    case 'export.removed':
      void client.invalidateQueries({ queryKey: exportKeys.all(tenantId) })
      return
  }
}

const rings = ({ content }: Message) => content.kind === 'call' && content.outcome === 'ringing'

/** What an event says, into whatever may not know it yet: twice is as good as once. */
function putEvent(client: QueryClient, tenantId: string, event: PortalEvent): void {
  switch (event.type) {
    case 'session.status_changed':
      client.setQueryData<Portal>(
        tenantKeys.portal(tenantId),
        (portal) =>
          portal && (event.number > portal.lastEventNumber ? { ...portal, session: event.data, lastEventNumber: event.number } : portal),
      )
      return
    case 'message.received':
    case 'message.created':
    case 'message.updated':
      putMessage(client, tenantId, event.data.message)
      putChat(client, tenantId, event.data.chat)
      return
    case 'message.status_changed':
      putStatus(client, tenantId, event.number, event.data)
      dropScheduled(client, tenantId, event.data.id)
      return
    case 'chat.updated':
      putChat(client, tenantId, event.data)
      return
    case 'chat.removed':
      client.setQueriesData<Pages<ChatPage>>(
        { queryKey: tenantKeys.chatLists(tenantId) },
        (pages) => pages && dropItems(pages, ({ id }) => id === event.data.chatId),
      )
      return
    case 'note.updated':
      client.setQueryData<Note[]>(attendingKeys.notes(tenantId, event.data.chatId), (all) => all && withNote(all, event.data))
      return
    case 'note.removed':
      client.setQueryData<Note[]>(attendingKeys.notes(tenantId, event.data.chatId), (all) =>
        all?.filter(({ id }) => id !== event.data.noteId),
      )
      return
    case 'attendants.changed':
      client.setQueryData<AttendantList>(attendingKeys.attendants(tenantId), (known) => known && { ...known, ...event.data })
      return
    case 'quick_reply.updated':
      client.setQueryData<QuickReply[]>(tenantKeys.quickReplies(tenantId), (all) => all && withReply(all, event.data))
      return
    case 'quick_reply.removed':
      client.setQueryData<QuickReply[]>(tenantKeys.quickReplies(tenantId), (all) => all?.filter(({ id }) => id !== event.data.quickReplyId))
      return
    case 'preferences.changed':
      client.setQueryData<Preferences>(accountKeys.preferences(tenantId), event.data)
      return
    case 'automatic_messages.changed':
      client.setQueryData<AutomaticMessages>(hoursKeys.automatic(tenantId), (known) => known && event.data)
      return
    case 'business_hours.changed':
    case 'labels.changed':
    case 'change.refused':
    case 'history.stored':
    case 'earlier_account.updated':
    case 'contact.erased':
    case 'export.updated':
    case 'export.removed':
    case 'webhook.disabled':
      return
  }
}

/** An id is unique within a chat and a writer, of whom one address may have become known later than the other. */
function isSameMessage(one: Message, other: Message): boolean {
  if (one.id !== other.id || one.fromMe !== other.fromMe) return false
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b
  return one.fromMe || (!differ(one.sender.lid, other.sender.lid) && !differ(one.sender.pn, other.sender.pn))
}

/** A message into its conversation, as it is now. */
export function putMessage(client: QueryClient, tenantId: string, message: Message): void {
  const isSame = (other: Message) => isSameMessage(message, other)
  if (message.marks.isDeletedForMe === true) return takeOut(client, tenantId, message.chatId, isSame)
  client.setQueriesData<Pages<MessagePage>>({ queryKey: tenantKeys.messages(tenantId, message.chatId) }, (pages) => {
    if (!pages) return pages
    // Pages around something older end before what is newest: only what they hold is changed.
    if (pages.pages[0]?.newerCursor != null) return mapItems(pages, (other) => (isSame(other) ? message : other))
    return putItem(pages, message, isSame, ({ placeMs }) => placeMs)
  })
  putInGallery(client, tenantId, message)
}

/** A message where its chat's gallery shows it, or out of there: it may have been deleted, or say something else. */
function putInGallery(client: QueryClient, tenantId: string, message: Message): void {
  const isSame = (other: Message) => isSameMessage(message, other)
  for (const [key, pages] of client.getQueriesData<Pages<MessagePage>>({ queryKey: tenantKeys.galleriesOf(tenantId, message.chatId) })) {
    if (!pages) continue
    const [, , , part] = key as ReturnType<typeof tenantKeys.gallery>
    const isEndKnown = pages.pages[0]?.newerCursor == null
    client.setQueryData(
      key,
      !isInGallery(part, message)
        ? dropItems(pages, isSame)
        : isEndKnown
          ? putItem(pages, message, isSame, ({ placeMs }) => placeMs)
          : mapItems(pages, (other) => (isSame(other) ? message : other)),
    )
  }
}

/** Takes an own message out of its conversation: one that never left. */
export function dropMessage(client: QueryClient, tenantId: string, { chatId, id }: Pick<Message, 'chatId' | 'id'>): void {
  takeOut(client, tenantId, chatId, (other) => other.id === id && other.fromMe)
  dropScheduled(client, tenantId, id)
}

function takeOut(client: QueryClient, tenantId: string, chatId: string, isIt: (other: Message) => boolean): void {
  for (const queryKey of [tenantKeys.messages(tenantId, chatId), tenantKeys.galleriesOf(tenantId, chatId)]) {
    client.setQueriesData<Pages<MessagePage>>({ queryKey }, (pages) => pages && dropItems(pages, isIt))
  }
}

/** What has begun to leave waits for its hour no more. */
export function dropScheduled(client: QueryClient, tenantId: string, id: string): void {
  client.setQueriesData<Scheduled[]>({ queryKey: tenantKeys.scheduledLists(tenantId) }, (all) =>
    all?.some((one) => one.id === id) ? all.filter((one) => one.id !== id) : all,
  )
}

/** What waits for its hour is read again, where somebody looks at it. */
export function readScheduledAgain(client: QueryClient, tenantId: string): void {
  void client.invalidateQueries({ queryKey: tenantKeys.scheduledLists(tenantId) })
}

const isScheduledIn = (client: QueryClient, tenantId: string, chatId: string): boolean =>
  client
    .getQueriesData<Scheduled[]>({ queryKey: tenantKeys.scheduledLists(tenantId) })
    .some(([, all]) => all?.some((one) => one.chatId === chatId))

/** A chat wherever it is shown, unless something newer is known of it. */
export function putChat(client: QueryClient, tenantId: string, chat: Chat): void {
  const newer = (known: Chat) => (chat.lastEventNumber >= known.lastEventNumber ? chat : known)
  let isBlockedAnew = false
  const note = (known: Chat | undefined) => (isBlockedAnew ||= known !== undefined && newer(known).isBlocked !== known.isBlocked)
  for (const [key, pages] of client.getQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) })) {
    if (!pages) continue
    const [, , search, filter] = key as ReturnType<typeof tenantKeys.chats>
    const known = pages.pages.flatMap(({ items }) => items).find(({ id }) => id === chat.id)
    note(known)
    const shown = known ? newer(known) : chat
    const isSame = ({ id }: Chat) => id === chat.id
    // What a search finds, and what happened when, is the server's to know.
    const isMember = search !== '' || isSpan(filter) ? 'asked' : isIn(filter, shown)
    if (isMember === 'asked' ? known !== undefined : isMember) {
      client.setQueryData(
        key,
        putItem(pages, shown, isSame, ({ lastActivityMs }) => lastActivityMs),
      )
    } else if (isMember === 'asked') {
      readAnew(client, [key])
    } else if (known) client.setQueryData(key, dropItems(pages, isSame))
  }
  note(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chat.id)))
  client.setQueryData<Chat>(tenantKeys.chat(tenantId, chat.id), (known) => known && newer(known))
  // Whom the account blocks stands among the contacts, too.
  if (isBlockedAnew) readPeopleAgain(client, tenantId)
}

type StatusChange = Extract<PortalEvent, { type: 'message.status_changed' }>['data']

/** How far a message has come: in its conversation, and where it stands as a chat's last. */
function putStatus(client: QueryClient, tenantId: string, number: number, { chatId, id, status, failure }: StatusChange): void {
  const move = (message: Message) => (message.id === id && message.fromMe ? { ...message, status, failure } : message)
  const moveIn = (chat: Chat) => {
    if (chat.id !== chatId || chat.lastMessage === null || number <= chat.lastEventNumber) return chat
    return { ...chat, lastMessage: move(chat.lastMessage), lastEventNumber: number }
  }
  client.setQueriesData<Pages<MessagePage>>({ queryKey: tenantKeys.messages(tenantId, chatId) }, (pages) => pages && mapItems(pages, move))
  client.setQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) }, (pages) => pages && mapItems(pages, moveIn))
  client.setQueryData<Chat>(tenantKeys.chat(tenantId, chatId), (chat) => chat && moveIn(chat))
}

/** Takes what the server has off the texts that wait for its answer. */
function dropOutgoing(client: QueryClient, tenantId: string, chatId: string, clientKey: string | null): void {
  if (clientKey === null) return
  client.setQueryData<Outgoing[]>(tenantKeys.outgoing(tenantId, chatId), (waiting) => waiting?.filter(({ key }) => key !== clientKey))
}

function setActivity(client: QueryClient, tenantId: string, chatId: string, activity: Activity): void {
  client.setQueryData<Activities>(tenantKeys.activities(tenantId), (known = {}) => {
    if (activity !== 'paused') return { ...known, [chatId]: activity }
    return Object.fromEntries(Object.entries(known).filter(([one]) => one !== chatId))
  })
}

/** Who looks at which chat, instead of what was known of them; of none is not at all. */
export function putLooker(client: QueryClient, tenantId: string, looker: Looker): void {
  client.setQueryData<Look[]>(attendingKeys.lookers(tenantId), (known = []) => {
    const others = known.filter(({ who }) => who !== looker.who)
    return looker.chatId === null ? others : [...others, lookOf(looker, Date.now())]
  })
}

/** Everything that events would have told: chats and messages, labels, quick replies, what waits, people. */
function readAgain(client: QueryClient, tenantId: string): void {
  readAnew(client, [
    tenantKeys.chatLists(tenantId),
    ['chat', tenantId],
    tenantKeys.messageLists(tenantId),
    tenantKeys.galleries(tenantId),
    tenantKeys.portal(tenantId),
    tenantKeys.labels(tenantId),
    tenantKeys.quickReplies(tenantId),
    tenantKeys.webhooks(tenantId),
    attendingKeys.attendants(tenantId),
    attendingKeys.noteLists(tenantId),
    accountKeys.preferences(tenantId),
    exportKeys.all(tenantId),
    hoursKeys.hours(tenantId),
    hoursKeys.automatic(tenantId),
    tenantKeys.participantLists(tenantId),
    tenantKeys.scheduledLists(tenantId),
    contactKeys.all(tenantId),
    contactKeys.blocked(tenantId),
  ])
}

/** Somebody was erased: nothing of what is known here may name them any more. */
function dropErased(client: QueryClient, tenantId: string, contactId: string): void {
  // Whoever looks at them sees them no longer, whatever becomes of the next answer.
  void client.resetQueries({ queryKey: contactKeys.one(tenantId, contactId) })
  dropNaming(client, tenantId)
}

/** Takes out whatever may name somebody who is gone, here and in what this browser keeps. */
function dropNaming(client: QueryClient, tenantId: string): void {
  void forgetKeptChats(tenantId)
  readAgain(client, tenantId)
  readAnew(client, [
    ['profile', tenantId],
    ['message', tenantId],
    ['found', tenantId],
    ['receipts', tenantId],
    ['join-requests', tenantId],
    ['number-check', tenantId],
    tenantKeys.deliveries(tenantId),
    contactKeys.erasures(tenantId),
  ])
  removals.tell(tenantId, undefined)
}

/** Who answers here may be another; chats of who is gone are nobody's, and notes carry names. */
export function noticeAttendants(client: QueryClient, tenantId: string): void {
  readAnew(client, [
    attendingKeys.attendants(tenantId),
    attendingKeys.noteLists(tenantId),
    tenantKeys.chatLists(tenantId),
    ['chat', tenantId],
  ])
}

/** Contacts, and who of them is blocked. */
function readPeopleAgain(client: QueryClient, tenantId: string): void {
  for (const key of [contactKeys.all(tenantId), contactKeys.blocked(tenantId)]) void client.invalidateQueries({ queryKey: key })
}

/** Something was done in a chat. Where no event will tell of it, it is asked for. */
export function noticeChange(client: QueryClient, tenantId: string, chatId: string): void {
  if (connection.get() === 'live') return
  for (const key of [
    tenantKeys.chatLists(tenantId),
    tenantKeys.chat(tenantId, chatId),
    tenantKeys.messages(tenantId, chatId),
    tenantKeys.galleriesOf(tenantId, chatId),
  ]) {
    void client.invalidateQueries({ queryKey: key })
  }
}
