import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'

import { tenantKeys } from '../../api/tenant'
import { chat, chatId, message, tenantId } from '../../testing/world'
import { answeringOf } from './acting/answering'
import { trayOf } from './composing/tray'
import { Conversation } from './Conversation'
import { drafts } from './drafts'

const other = '01900000-0000-7000-8000-00000000c002'

afterEach(() => {
  cleanup()
  answeringOf(tenantId, other).set(null)
  trayOf(tenantId, other).clear()
  localStorage.clear()
  vi.unstubAllGlobals()
})

function show(onMerged: (chatId: string) => void): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const nothing = () => undefined
  render(
    <QueryClientProvider client={client}>
      <Conversation tenantId={tenantId} chatId={chatId} onBack={undefined} onAt={nothing} onMerged={onMerged} />
    </QueryClientProvider>,
  )
  return client
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
  await vi.waitFor(() => expect(onMerged).toHaveBeenCalledWith(other))
  expect(onMerged).toHaveReturnedWith(['o preço para a Marina é', 1, other])
  expect(drafts.chats(tenantId)).toEqual([other])
})

it('a chat that becomes another one takes neither the focus nor what is typed, and says who it is with', async () => {
  const beside = document.body.appendChild(document.createElement('button'))
  let now = chat({ name: 'Marina' })
  vi.stubGlobal('fetch', ({ url }: Request) =>
    /\/chats\/[^/]+$/.test(url) ? Promise.resolve(Response.json(now)) : Promise.reject(new TypeError('Failed to fetch')),
  )
  const onMerged = vi.fn()
  const client = show(onMerged)
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox')
  fireEvent.change(field, { target: { value: 'o preço é' } })
  trayOf(tenantId, chatId).add([new File(['x'], 'contrato.pdf')])
  await screen.findByText('contrato.pdf')
  beside.focus()
  drafts.set(tenantId, other, 'Bom dia')
  now = chat({ id: other, name: 'Marina Costa' })
  await client.invalidateQueries({ queryKey: tenantKeys.chat(tenantId, chatId) })
  await vi.waitFor(() => expect(onMerged).toHaveBeenCalledWith(other))
  await screen.findByRole('heading', { name: 'Marina Costa' })
  expect([document.activeElement, screen.getByRole('textbox')]).toEqual([beside, field])
  expect(field.value).toBe('o preço é\nBom dia')
  expect(screen.getByText('contrato.pdf')).toBeTruthy()
  beside.remove()
})
