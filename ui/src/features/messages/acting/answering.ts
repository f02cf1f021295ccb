import type { Message } from '../../../api/types'
import { createStore, type Store } from '../../../lib/store'

/** What the composer is about to answer, or whose words it changes: into which, once somebody has begun. */
export type Answering = { kind: 'reply'; message: Message } | { kind: 'edit'; message: Message; words?: string } | null

const nameOf = (tenantId: string, chatId: string) => `${tenantId}/${chatId}`

const stores = new Map<string, Store<Answering>>()

/** The one of a chat in this page. It stays when somebody looks at another chat. */
export function answeringOf(tenantId: string, chatId: string): Store<Answering> {
  const name = nameOf(tenantId, chatId)
  const store = stores.get(name) ?? createStore<Answering>(null)
  stores.set(name, store)
  return store
}

/** Hands over what is about to be answered in a chat to another one, which it became. */
export function moveAnswering(tenantId: string, from: string, to: string): void {
  const answering = answeringOf(tenantId, from).get()
  answeringOf(tenantId, from).set(null)
  const into = answeringOf(tenantId, to)
  if (answering && into.get() === null) into.set({ ...answering, message: { ...answering.message, chatId: to } })
}

/** Takes out what is about to be answered where its message is gone. */
export async function dropAnswering(tenantId: string, isGone: (chatId: string, messageId: string) => Promise<boolean>): Promise<void> {
  for (const [name, store] of stores) {
    const answering = store.get()
    if (answering === null || !name.startsWith(nameOf(tenantId, ''))) continue
    const { chatId, id } = answering.message
    if ((await isGone(chatId, id)) && store.get() === answering) store.set(null)
  }
}

/** Forgets whom a tenant was about to answer. */
export function forgetAnswering(tenantId: string): void {
  for (const name of stores.keys()) if (name.startsWith(nameOf(tenantId, ''))) stores.delete(name)
}
