// What loads with the page of what this browser keeps: whether there is anything. The rest is fetched where there is.
import type { QueryClient, QueryKey } from '@tanstack/react-query'

import { local } from '../lib/local'

/** Under which name it is noted that something of a tenant is kept; without it nothing is kept, and nothing read. */
export const keptNote = (tenantId: string) => `portaria.kept.${tenantId}`

const load = () => import('./kept-answers')

/** The server's answer; where it can't be reached and this page knows nothing yet, what is kept. */
export async function orKept<T>(context: { client: QueryClient; queryKey: QueryKey }, asked: Promise<T>): Promise<T> {
  if (local.get(keptNote(String(context.queryKey[1]))) === null) return asked
  // It may fail before anybody waits for it.
  asked.catch(() => undefined)
  const { answerOrKept } = await load().catch(() => ({ answerOrKept: undefined }))
  return answerOrKept ? answerOrKept(context, asked) : asked
}

/** Takes off this browser what is kept of a tenant. Other tabs keep nothing any more, either. */
export async function forgetKept(tenantId: string): Promise<void> {
  if (local.get(keptNote(tenantId)) === null) return
  local.set(keptNote(tenantId), null)
  // Should that get lost, the next page of any tenant takes off what nobody may read.
  await load().then(
    ({ dropKept }) => dropKept(tenantId),
    () => undefined,
  )
}

/** Takes off this browser what is kept of a tenant's chats: somebody in them was erased. */
export async function forgetKeptChats(tenantId: string): Promise<void> {
  if (local.get(keptNote(tenantId)) === null) return
  await load().then(
    ({ dropKeptChats }) => dropKeptChats(tenantId),
    () => undefined,
  )
}
