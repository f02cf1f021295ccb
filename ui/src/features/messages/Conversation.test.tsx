import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'

import { chat, chatId, message, tenantId } from '../../testing/world'
import { answeringOf } from './acting/answering'
import { trayOf } from './composing/tray'
import { Conversation } from './Conversation'
import { drafts } from './drafts'

const other = '01900000-0000-7000-8000-00000000c002'

afterEach(() => {
  answeringOf(tenantId, other).set(null)
  trayOf(tenantId, other).clear()
  localStorage.clear()
  vi.unstubAllGlobals()
})

/** The chat alone is answered: nothing else that looks after it comes through. */
const becomes = (id: string) =>
  vi.stubGlobal('fetch', ({ url }: Request) =>
    url.endsWith(`/chats/${chatId}`) ? Promise.resolve(Response.json(chat({ id }))) : Promise.reject(new TypeError('Failed to fetch')),
  )

function show(onMerged: (chatId: string, isBeside: boolean) => void, isBeside = false) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const nothing = () => undefined
  render(
    <QueryClientProvider client={client}>
      <Conversation tenantId={tenantId} chatId={chatId} onBack={undefined} onAt={nothing} onMerged={onMerged} isBeside={isBeside} />
    </QueryClientProvider>,
  )
}

it('what was begun in a chat that became another one is there before the page goes to that', async () => {
  drafts.set(tenantId, chatId, 'o preço para a Marina é')
  trayOf(tenantId, chatId).add([new File(['x'], 'contrato.pdf')])
  answeringOf(tenantId, chatId).set({ kind: 'reply', message: message() })
  // The chat alone is answered: nothing else that looks after it comes through.
  vi.stubGlobal('fetch', ({ url }: Request) =>
    url.endsWith(`/chats/${chatId}`)
      ? Promise.resolve(Response.json(chat({ id: other })))
      : Promise.reject(new TypeError('Failed to fetch')),
  )
  const onMerged = vi.fn(() => [
    drafts.get(tenantId, other),
    trayOf(tenantId, other).store.get().items.length,
    answeringOf(tenantId, other).get()?.message.chatId,
  ])
  show(onMerged)
  await vi.waitFor(() => expect(onMerged).toHaveBeenCalledWith(other, false))
  expect(onMerged).toHaveReturnedWith(['o preço para a Marina é', 1, other])
  expect(drafts.chats(tenantId)).toEqual([other])
})

it('whoever was at something beside the chat stays at that, there and where the page goes', async () => {
  const beside = document.body.appendChild(document.createElement('input'))
  beside.focus()
  becomes(other)
  const onMerged = vi.fn()
  show(onMerged)
  // It takes the focus as it opens.
  await vi.waitFor(() => expect(document.activeElement).not.toBe(beside))
  await vi.waitFor(() => expect(onMerged).toHaveBeenCalledWith(other, false))
  cleanup()
  beside.focus()
  show(onMerged, true)
  await vi.waitFor(() => expect(onMerged).toHaveBeenLastCalledWith(other, true))
  expect(document.activeElement).toBe(beside)
  beside.remove()
})
