// The one file in which news from the socket touch the query cache.
import type { InfiniteData, QueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys } from './admin'
import { openSocket } from './socket'
import { type Outgoing, tenantActions, tenantKeys } from './tenant'
import type { Account, Chat, ChatPage, Message, MessagePage, Portal, PortalEvent, Qr, Tenant, TenantList } from './types'

type Pages<T> = InfiniteData<T, string | null>

/** Somebody who stops without saying so types no longer after this. */
const typingEndsMs = 12_000

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
    const filter = key[2] as { status?: string | null } | undefined
    // It may have entered or left what this list shows.
    if (!isShown || filter?.status) void client.invalidateQueries({ queryKey: key }, { cancelRefetch: false })
  }
  void client.invalidateQueries({ queryKey: adminKeys.overview }, { cancelRefetch: false })
}

export function followTenant(client: QueryClient, tenantId: string, onLoggedOut: () => void): () => void {
  let last = client.getQueryData<Portal>(tenantKeys.portal(tenantId))?.lastEventNumber ?? 0
  let isCatchingUp = false
  let isBehind = false
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  const take = (event: PortalEvent) => {
    if (event.number <= last) return
    last = event.number
    applyEvent(client, tenantId, event)
  }

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
    leave()
  }
}

export function applyEvent(client: QueryClient, tenantId: string, event: PortalEvent): void {
  switch (event.type) {
    case 'session.status_changed':
      client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, session: event.data })
      if (event.data.status === 'connected' || event.data.status === 'logged_out') {
        void client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) })
      }
      if (event.data.status === 'pairing' || event.data.status === 'starting') {
        void client.invalidateQueries({ queryKey: tenantKeys.qr(tenantId) })
      }
      return
    case 'message.received':
      setTyping(client, tenantId, event.data.chatId, false)
      putMessage(client, tenantId, event.data)
      return
    case 'message.created':
      dropOutgoing(client, tenantId, event.data)
      putMessage(client, tenantId, event.data)
      return
    case 'message.status_changed':
      changeMessage(client, tenantId, event.data.chatId, event.data.id, event.data)
      return
    case 'chat.read':
      changeChat(client, tenantId, event.data.chatId, (chat) => ({ ...chat, unread: 0 }))
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

/** A new message, or one that arrived again in a better state: into its conversation and the list of chats. */
export function putMessage(client: QueryClient, tenantId: string, message: Message): void {
  let isNew = true
  client.setQueryData<Pages<MessagePage>>(tenantKeys.messages(tenantId, message.chatId), (pages) => {
    const first = pages?.pages[0]
    if (!pages || !first) return pages
    const isSame = (item: Message) => item.id === message.id && item.fromMe === message.fromMe
    isNew = !pages.pages.some((page) => page.items.some(isSame))
    if (!isNew) return mapItems(pages, (item) => (isSame(item) ? message : item))
    const items = [message, ...first.items].sort((a, b) => b.atMs - a.atMs)
    return { ...pages, pages: [{ ...first, items }, ...pages.pages.slice(1)] }
  })
  const counts = isNew && !message.fromMe && message.status !== 'read'
  const isKnown = changeChat(client, tenantId, message.chatId, (chat) => {
    if (chat.lastMessage && chat.lastMessage.id !== message.id && chat.lastMessage.atMs > message.atMs) return chat
    const isRepeat = chat.lastMessage?.id === message.id
    return {
      ...chat,
      lastMessage: message,
      lastActivityMs: Math.max(chat.lastActivityMs, message.atMs),
      unread: chat.unread + (counts && !isRepeat ? 1 : 0),
    }
  })
  if (!isKnown) void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
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

function changeMessage(client: QueryClient, tenantId: string, chatId: string, id: string, change: Pick<Message, 'status' | 'failure'>) {
  const apply = (item: Message): Message =>
    item.id === id && item.fromMe ? { ...item, status: change.status, failure: change.failure } : item
  client.setQueryData<Pages<MessagePage>>(tenantKeys.messages(tenantId, chatId), (pages) => pages && mapItems(pages, apply))
  changeChat(client, tenantId, chatId, (chat) => ({ ...chat, lastMessage: chat.lastMessage && apply(chat.lastMessage) }))
}

/** Changes a chat wherever it is shown, and keeps lists in their order. False when no list shows it. */
export function changeChat(client: QueryClient, tenantId: string, chatId: string, change: (chat: Chat) => Chat): boolean {
  let isKnown = false
  const apply = (chat: Chat) => {
    if (chat.id !== chatId) return chat
    isKnown = true
    return change(chat)
  }
  client.setQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) }, (pages) => {
    if (!pages) return pages
    const items = pages.pages.flatMap((page) => page.items.map(apply)).sort((a, b) => b.lastActivityMs - a.lastActivityMs)
    let from = 0
    return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: items.slice(from, (from += page.items.length)) })) }
  })
  client.setQueryData<Chat>(tenantKeys.chat(tenantId, chatId), (chat) => chat && change(chat))
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
