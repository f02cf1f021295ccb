import type { Message } from '../../../api/types'
import { createStore, type Store } from '../../../lib/store'

/** What the composer is about to answer, or whose words it changes. */
export type Answering = { kind: 'reply' | 'edit'; message: Message } | null

const nameOf = (tenantId: string, chatId: string) => `${tenantId}/${chatId}`

const stores = new Map<string, Store<Answering>>()

/** The one of a chat in this page. It stays when somebody looks at another chat. */
export function answeringOf(tenantId: string, chatId: string): Store<Answering> {
  const name = nameOf(tenantId, chatId)
  const store = stores.get(name) ?? createStore<Answering>(null)
  stores.set(name, store)
  return store
}

/** Forgets whom a tenant was about to answer. */
export function forgetAnswering(tenantId: string): void {
  for (const name of stores.keys()) if (name.startsWith(nameOf(tenantId, ''))) stores.delete(name)
}
