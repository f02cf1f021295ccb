// The one file in which news from the socket touch the query cache.
import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query'

import { adminActions, adminKeys, type TenantFilter } from './admin'
import { openSocket } from './socket'
import { type Outgoing, tenantActions, tenantKeys } from './tenant'
import type { Account, Chat, ChatPage, Message, MessagePage, Portal, PortalEvent, Qr, Tenant, TenantList } from './types'

type Pages<T> = InfiniteData<T, string | null>

/** Somebody who stops without saying so types no longer after this. */
const typingEndsMs = 12_000

/** So many events are remembered, for answers that were on their way when they came. */
const mostRecent = 200

export function followAdmin(client: QueryClient, onLoggedOut: () => void): () => void {
  return openSocket({
    ticket: adminActions.socketTicket,
    on: {
      tenant: (tenant: Tenant) => putTenant(client, tenant),
      overview: () => void client.invalidateQueries({ queryKey: adminKeys.overview }),
    },
    onOpen: () => void client.invalidateQueries({ queryKey: ['admin'] }),
    onLoggedOut,
  })
}

/** A tenant as it is now: into its page and every list that shows it. */
export function putTenant(client: QueryClient, tenant: Tenant): void {
  client.setQueryData(adminKeys.tenant(tenant.id), tenant)
  for (const [key, pages] of client.getQueriesData<Pages<TenantList>>({ queryKey: adminKeys.lists })) {
    if (!pages) continue
    const isShown = pages.pages.some((page) => page.items.some((item) => item.id === tenant.id))
    if (isShown)
      client.setQueryData(
        key,
        mapItems(pages, (item) => (item.id === tenant.id ? tenant : item)),
      )
    const filter = key[2] as Partial<TenantFilter>
    const isMoving = Boolean(filter.status) || filter.sort === 'status' || filter.sort === 'since'
    // It may have entered or left what this list shows, or stand elsewhere in it.
    if (!isShown || isMoving || isAsked(client, key)) askAgain(client, key)
  }
  askAgain(client, adminKeys.overview)
}

const isAsked = (client: QueryClient, key: QueryKey) => client.getQueryState(key)?.fetchStatus === 'fetching'
const askedAgain = new WeakSet<Query>()

/** Asks anew. An answer that is already on its way may not know the news, so then it is asked once more after it. */
function askAgain(client: QueryClient, key: QueryKey): void {
  const query = client.getQueryCache().find({ queryKey: key, exact: true })
  if (!query || askedAgain.has(query)) return
  const ask = () => {
    askedAgain.delete(query)
    void client.invalidateQueries({ queryKey: key, exact: true })
  }
  if (query.state.fetchStatus !== 'fetching') return ask()
  askedAgain.add(query)
  void query.promise?.then(ask, ask)
}

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
  const forget = completeAnswers(client, tenantId, recent)

  /** Asks for what lies between the last known event and now; who calls meanwhile makes it look once more. */
  const resume = async () => {
    isBehind = true
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      while (isBehind) {
        isBehind = false
        const page = await tenantActions.eventsAfter(tenantId, last)
        page.items.forEach(take)
        isBehind ||= page.items.length > 0 && last < page.lastNumber
      }
    } catch {
      // The next event, or the next connection, shows the gap again.
    } finally {
      isCatchingUp = false
    }
  }

  const onTyping = ({ chatId, typing }: { chatId: string; typing: boolean }) => {
    clearTimeout(timers.get(chatId))
    setTyping(client, tenantId, chatId, typing)
    if (typing)
      timers.set(
        chatId,
        setTimeout(() => setTyping(client, tenantId, chatId, false), typingEndsMs),
      )
  }

  const leave = openSocket({
    ticket: () => tenantActions.socketTicket(tenantId),
    on: {
      event: (event: PortalEvent) => {
        // Nothing is skipped: a gap is filled from the server before what lies behind it.
        if (event.number === last + 1) take(event)
        else if (event.number > last) void resume()
      },
      qr: (qr: Qr | null) => client.setQueryData(tenantKeys.qr(tenantId), qr),
      account: (account: Account | null) =>
        client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, account }),
      typing: onTyping,
    },
    onOpen: () => {
      void resume()
      for (const key of [tenantKeys.portal(tenantId), tenantKeys.qr(tenantId)]) {
        void client.invalidateQueries({ queryKey: key })
      }
    },
    onLoggedOut,
  })
  return () => {
    timers.forEach(clearTimeout)
    forget()
    leave()
  }
}

/** An answer may be older than what was heard while it was on its way: the recent events are put into it again. */
export function completeAnswers(client: QueryClient, tenantId: string, recent: readonly PortalEvent[]): () => void {
  return client.getQueryCache().subscribe((news) => {
    const isAnswer = news.type === 'updated' && news.action.type === 'success' && news.action.manual !== true
    const [, whose] = news.query.queryKey as QueryKey
    if (isAnswer && whose === tenantId) recent.forEach((event) => putEvent(client, tenantId, event))
  })
}

/** An event that has just come: into the cache, and whatever else it brings about. */
export function applyEvent(client: QueryClient, tenantId: string, event: PortalEvent): void {
  const isPut = putEvent(client, tenantId, event)
  switch (event.type) {
    case 'session.status_changed':
      if (event.data.status === 'connected' || event.data.status === 'logged_out') {
        void client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) })
      }
      if (event.data.status === 'pairing' || event.data.status === 'starting') {
        void client.invalidateQueries({ queryKey: tenantKeys.qr(tenantId) })
      }
      return
    case 'message.received':
      setTyping(client, tenantId, event.data.chatId, false)
      if (!isPut) void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
      return
    case 'message.created':
      dropOutgoing(client, tenantId, event.data)
      if (!isPut) void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
      return
    case 'message.status_changed':
    case 'chat.read':
      return
    case 'chat.changed':
      void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
      void client.invalidateQueries({ queryKey: tenantKeys.chat(tenantId, event.data.chatId) })
      return
    case 'history.stored':
      void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
      void client.invalidateQueries({ queryKey: tenantKeys.messageLists(tenantId) })
      return
  }
}

/**
 * What an event says, into whatever does not know it yet: twice is as good as once. False when no list shows its chat.
 */
function putEvent(client: QueryClient, tenantId: string, event: PortalEvent): boolean {
  switch (event.type) {
    case 'session.status_changed':
      client.setQueryData<Portal>(
        tenantKeys.portal(tenantId),
        (portal) =>
          portal && (event.number > portal.lastEventNumber ? { ...portal, session: event.data, lastEventNumber: event.number } : portal),
      )
      return true
    case 'message.received':
    case 'message.created':
      return putMessage(client, tenantId, event.data, event.number)
    case 'message.status_changed': {
      const { chatId, id } = event.data
      const apply = (item: Message) => (item.id === id && item.fromMe ? further(item, { ...item, ...event.data }) : item)
      client.setQueryData<Pages<MessagePage>>(tenantKeys.messages(tenantId, chatId), (pages) => pages && mapItems(pages, apply))
      const change = (chat: Chat) => ({ ...chat, lastMessage: chat.lastMessage && apply(chat.lastMessage) })
      return changeChat(client, tenantId, chatId, change, event.number)
    }
    case 'chat.read':
      return changeChat(client, tenantId, event.data.chatId, (chat) => ({ ...chat, unread: 0 }), event.number)
    case 'chat.changed':
    case 'history.stored':
      return true
  }
}

/**
 * A new message, or one that arrived again in a better state: into its conversation and the list of chats. `number` is
 * that of its event, where one told of it. False when no list shows its chat.
 */
export function putMessage(client: QueryClient, tenantId: string, message: Message, number?: number): boolean {
  const isSame = (item: Message) => item.id === message.id && item.fromMe === message.fromMe
  // A message that could not be read was counted when it first came.
  let isCompleted = false
  client.setQueryData<Pages<MessagePage>>(tenantKeys.messages(tenantId, message.chatId), (pages) => {
    if (!pages) return pages
    const known = pages.pages.flatMap(({ items }) => items).find(isSame)
    isCompleted = known?.content.kind === 'undecryptable' && message.content.kind !== 'undecryptable'
    return known ? mapItems(pages, (item) => (isSame(item) ? further(item, message) : item)) : insert(pages, message)
  })
  const change = (chat: Chat): Chat => {
    const last = chat.lastMessage
    const isRepeat = isCompleted || (last !== null && isSame(last))
    const isLast = last === null || isSame(last) || last.atMs <= message.atMs
    return {
      ...chat,
      lastMessage: isLast ? (last && isSame(last) ? further(last, message) : message) : last,
      lastActivityMs: Math.max(chat.lastActivityMs, message.atMs),
      unread: chat.unread + (isRepeat || message.fromMe || message.status === 'read' ? 0 : 1),
    }
  }
  return changeChat(client, tenantId, message.chatId, change, number)
}

/** Into the page that its time belongs to; not below what is known of a conversation whose older part is not. */
function insert(pages: Pages<MessagePage>, message: Message): Pages<MessagePage> {
  const at = pages.pages.findIndex(({ items, nextCursor }) => {
    const oldest = items.at(-1)
    return nextCursor === null || (oldest !== undefined && oldest.atMs <= message.atMs)
  })
  const put = (page: MessagePage) => ({ ...page, items: [message, ...page.items].sort((a, b) => b.atMs - a.atMs) })
  return { ...pages, pages: pages.pages.map((page, index) => (index === at ? put(page) : page)) }
}

const progress: readonly Message['status'][] = ['queued', 'failed', 'sent', 'delivered', 'read', 'played']

/** What is told of a message now; it takes nothing back of what is known already. */
function further(known: Message, told: Message): Message {
  const content = told.content.kind === 'undecryptable' ? known.content : told.content
  const isBehind = progress.indexOf(told.status) < progress.indexOf(known.status)
  const { status, failure } = isBehind ? known : told
  return { ...told, content, status, failure }
}

/** Takes a message that was stored off the ones that wait for the server's answer. */
function dropOutgoing(client: QueryClient, tenantId: string, message: Message): void {
  if (message.content.kind !== 'text') return
  const { text } = message.content
  client.setQueryData<Outgoing[]>(tenantKeys.outgoing(tenantId, message.chatId), (waiting = []) => {
    const index = waiting.findIndex((one) => one.state === 'sending' && one.text === text)
    return index < 0 ? waiting : waiting.filter((_, at) => at !== index)
  })
}

/**
 * Changes a chat wherever it is shown, and keeps lists in their order. What an event tells is put only where it is not
 * known yet: `number` is the event's. False when no list shows the chat.
 */
export function changeChat(client: QueryClient, tenantId: string, chatId: string, change: (chat: Chat) => Chat, number?: number): boolean {
  let isKnown = false
  const apply = (chat: Chat) => {
    if (number === undefined) return change(chat)
    return number > chat.lastEventNumber ? { ...change(chat), lastEventNumber: number } : chat
  }
  client.setQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) }, (pages) => {
    if (!pages?.pages.some((page) => page.items.some(({ id }) => id === chatId))) return pages
    isKnown = true
    const chats = pages.pages.flatMap((page) => page.items.map((chat) => (chat.id === chatId ? apply(chat) : chat)))
    const items = chats.sort((a, b) => b.lastActivityMs - a.lastActivityMs)
    let from = 0
    return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: items.slice(from, (from += page.items.length)) })) }
  })
  client.setQueryData<Chat>(tenantKeys.chat(tenantId, chatId), (chat) => chat && apply(chat))
  return isKnown
}

function setTyping(client: QueryClient, tenantId: string, chatId: string, isTyping: boolean): void {
  client.setQueryData<string[]>(tenantKeys.typing(tenantId), (chats = []) => {
    const others = chats.filter((one) => one !== chatId)
    return isTyping ? [...others, chatId] : others
  })
}

function mapItems<Page extends { items: unknown[] }>(
  pages: Pages<Page>,
  change: (item: Page['items'][number]) => Page['items'][number],
): Pages<Page> {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}
