// Keeps what the server says, as it changes, for the time without it.
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'

import { connection } from './connection'
import {
  dropKept,
  dropUnreadable,
  isReadable,
  type Keeping,
  keeping,
  keptName,
  keptShelf,
  keptUnder,
  setKeeping,
  shownKept,
} from './kept-answers'
import { messages, tenantKeys } from './tenant'
import type { Chat, ChatPage, MessagePage, Portal } from './types'

/** The messages of so many chats, and so many of each. */
const mostChats = 30
const mostMessages = 50
/** What changes again within this is written once. */
const restMs = 1_000
/** One chat that is kept and has changed meanwhile is read again in so long. */
const renewMs = 5_000
/** Stands for the older ones that are not kept, where the page in hand had them all. */
const olderThanKept = 'kept'

const messagesUnder = (tenantId: string) => `${keptUnder(tenantId)}messages/`

/** Keeps a tenant's answers until the returned function is called, or until somebody has forgotten them. */
export function keepAnswers(client: QueryClient, tenantId: string): () => void {
  if (!isReadable(tenantId)) void dropKept(tenantId)
  // What is shown may be what was kept itself: of that nobody was heard.
  if (!shownKept.has(`${keptUnder(tenantId)}portal`)) setKeeping(tenantId, { heardAtMs: Date.now() })
  void dropUnreadable()
  const changed = new Map<string, Query>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    const all = [...changed]
    changed.clear()
    if (all.length > 0 && keeping(tenantId) && connection.get() !== 'down') setKeeping(tenantId, { heardAtMs: Date.now() })
    for (const [name, query] of all) {
      // What was removed meanwhile is to be forgotten.
      if (client.getQueryCache().get(query.queryHash) === query) void keep(client, tenantId, name, query)
    }
  }
  const note = (query: Query) => {
    const name = keptName(query.queryKey)
    if (query.state.data === undefined || name?.startsWith(keptUnder(tenantId)) !== true || shownKept.has(name)) return
    changed.set(name, query)
    timer ??= setTimeout(write, restMs)
  }
  client.getQueryCache().getAll().forEach(note)
  const leaveCache = client.getQueryCache().subscribe((news) => {
    if (news.type === 'updated' && news.action.type === 'success') note(news.query as Query)
  })
  // A page that is put away may not be asked again before it ends.
  const onHide = () => {
    if (document.visibilityState === 'hidden') write()
  }
  document.addEventListener('visibilitychange', onHide)
  const leaveLine = connection.subscribe(() => {
    if (connection.get() === 'live') askAgain(client)
  })
  const renewing = setInterval(() => void renew(client, tenantId), renewMs)
  return () => {
    clearInterval(renewing)
    document.removeEventListener('visibilitychange', onHide)
    leaveCache()
    leaveLine()
    // That there is no account any more takes this page away, and is to be kept.
    write()
  }
}

async function keep(client: QueryClient, tenantId: string, name: string, { queryKey, state }: Query): Promise<void> {
  if (!keeping(tenantId)) return
  const [what, , chatId] = queryKey
  switch (what) {
    case 'portal':
      // Without an account there is nothing to read.
      if ((state.data as Portal).account === null) await keptShelf.drop(name)
      else await keptShelf.put(name, state.data)
      break
    case 'chats':
      await keptShelf.put(name, (state.data as InfiniteData<ChatPage>).pages[0])
      break
    case 'messages': {
      const page = (state.data as InfiniteData<MessagePage>).pages[0]
      if (!page) return
      await keptShelf.put(name, shortened(page))
      await noteChat(tenantId, String(chatId), chatIn(client, tenantId, String(chatId))?.lastEventNumber ?? 0)
      break
    }
    default:
      await keptShelf.put(name, state.data)
  }
  // Somebody left meanwhile, in another tab.
  if (!keeping(tenantId)) await keptShelf.drop(name)
}

function shortened(page: MessagePage): MessagePage {
  if (page.items.length <= mostMessages) return page
  return { ...page, items: page.items.slice(0, mostMessages), nextCursor: page.nextCursor ?? olderThanKept }
}

async function noteChat(tenantId: string, id: string, upTo: number): Promise<void> {
  const kept = keeping(tenantId)
  if (!kept) return
  const chats = [{ id, upTo }, ...kept.chats.filter((one) => one.id !== id)].slice(0, mostChats)
  setKeeping(tenantId, { chats })
  await dropOthers(tenantId, chats)
}

/** Messages whose chat is not noted would never be read again. */
async function dropOthers(tenantId: string, chats: Keeping['chats']): Promise<void> {
  const under = messagesUnder(tenantId)
  const noted = new Set(chats.map(({ id }) => under + id))
  for (const name of await keptShelf.names(under)) if (!noted.has(name)) await keptShelf.drop(name)
}

/** A chat as a list has it, or the conversation itself. */
function chatIn(client: QueryClient, tenantId: string, chatId: string): Chat | undefined {
  const lists = client.getQueriesData<InfiniteData<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) })
  const listed = lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []).find(({ id }) => id === chatId)
  return listed ?? client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))
}

/** What was kept and is shown is not what events go on from. */
function askAgain(client: QueryClient): void {
  for (const [name, queryKey] of shownKept) {
    shownKept.delete(name)
    client.removeQueries({ queryKey, exact: true, type: 'inactive' })
    void client.invalidateQueries({ queryKey, exact: true })
  }
}

/** Reads one chat again that is kept, has changed, and is not on the screen; what is no chat any more is dropped. */
async function renew(client: QueryClient, tenantId: string): Promise<void> {
  const kept = keeping(tenantId)
  const list = client.getQueryState<InfiniteData<ChatPage>>(tenantKeys.chats(tenantId, ''))
  const isHeard = connection.get() !== 'down' && list?.status === 'success' && list.data !== undefined
  if (!kept || !isHeard || document.visibilityState === 'hidden' || shownKept.size > 0) return
  const changed = kept.chats.find(({ id, upTo }) => {
    if (client.getQueryData(tenantKeys.messages(tenantId, id)) !== undefined) return false
    return upTo !== chatIn(client, tenantId, id)?.lastEventNumber
  })
  if (!changed) return
  if (chatIn(client, tenantId, changed.id)) await client.prefetchInfiniteQuery(messages(tenantId, changed.id))
  else {
    const chats = kept.chats.filter(({ id }) => id !== changed.id)
    setKeeping(tenantId, { chats })
    await dropOthers(tenantId, chats)
  }
}
