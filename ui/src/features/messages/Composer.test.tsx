import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { chat, chatId, message, tenantId } from '../../testing/world'
import { type Acting, ActingContext } from './acting/acting'
import { answeringOf } from './acting/answering'
import { Composer } from './Composer'
import { Tray } from './composing/tray'

const nothing = () => undefined
const own = message({ id: 'M1', fromMe: true, content: { kind: 'text', text: 'Chego às 14h' }, atMs: Date.now(), placeMs: Date.now() })
const say = vi.fn<Acting['say']>()
const onSend = vi.fn()

beforeEach(() => {
  say.mockResolvedValue(true)
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({})))
})
afterEach(() => {
  act(() => answeringOf(tenantId, chatId).set(null))
  localStorage.removeItem(draftName)
  vi.unstubAllGlobals()
})

const draftName = `portaria.draft.${tenantId}.${chatId}`
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const edit = (one = own) => act(() => answeringOf(tenantId, chatId).set({ kind: 'edit', message: one }))

function show() {
  const acting: Acting = { tenantId, chat: chat({ id: chatId }), isAdmin: false, say, answer: nothing, ask: nothing }
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ActingContext value={acting}>
        <Composer
          tenantId={tenantId}
          chatId={chatId}
          tray={new Tray()}
          lastOwn={nothing}
          onSend={onSend}
          onSendFiles={nothing}
          onSendVoice={nothing}
        />
      </ActingContext>
    </QueryClientProvider>,
  )
}

/** Another tab of this browser has changed the draft. */
function typeElsewhere(text: string) {
  localStorage.setItem(draftName, text)
  act(() => void dispatchEvent(new StorageEvent('storage', { key: draftName, newValue: text })))
}

it('the draft of another tab is shown, but not in the place of words that are edited', () => {
  show()
  typeElsewhere('do outro lado')
  expect(field().value).toBe('do outro lado')
  edit()
  typeElsewhere('mais do outro lado')
  expect(field().value).toBe('Chego às 14h')
  act(() => answeringOf(tenantId, chatId).set(null))
  expect(field().value).toBe('mais do outro lado')
})
