import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { chat, chatId, message, tenantId } from '../../testing/world'
import { type Acting, ActingContext } from './acting/acting'
import { answeringOf } from './acting/answering'
import { Composer } from './Composer'
import { Tray } from './composing/tray'
import { KnownPeople } from './people'

const nothing = () => undefined
const own = message({ id: 'M1', fromMe: true, content: { kind: 'text', text: 'Chego às 14h' }, atMs: Date.now(), placeMs: Date.now() })
const say = vi.fn<Acting['say']>()
const onSend = vi.fn()

beforeEach(() => {
  say.mockReset().mockResolvedValue(true)
  onSend.mockReset()
  vi.stubGlobal('fetch', ({ url }: Request) => Promise.resolve(Response.json(url.endsWith('/participants') ? members : {})))
})
afterEach(() => {
  act(() => answeringOf(tenantId, chatId).set(null))
  localStorage.removeItem(draftName)
  vi.unstubAllGlobals()
})

const draftName = `portaria.draft.${tenantId}.${chatId}`
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const edit = (one = own) => act(() => answeringOf(tenantId, chatId).set({ kind: 'edit', message: one }))

/** Two members of one name, and one whom nobody has named. Numbers are invented. */
const [ana, otherAna] = [
  { pn: '5511900000014@s.whatsapp.net', lid: null },
  { pn: '5511900000015@s.whatsapp.net', lid: null },
]
const members = [ana, otherAna, { pn: null, lid: '100000000000016@lid' }].map((party) => ({ party, role: 'member' }))
const said = [ana, otherAna].map((sender, at) => message({ id: `A${at}`, sender, senderName: 'Ana' }))

function show() {
  const group = chat({ id: chatId, kind: 'group' })
  const acting: Acting = { tenantId, chat: group, isAdmin: false, say, answer: nothing, ask: nothing }
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <KnownPeople messages={said} chat={group} me={null}>
        <ActingContext value={acting}>
          <Composer
            tenantId={tenantId}
            chatId={chatId}
            tray={new Tray()}
            lastOwn={nothing}
            onSend={onSend}
            onSendFiles={nothing}
            onSendDraft={nothing}
            onSendVoice={nothing}
          />
        </ActingContext>
      </KnownPeople>
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

it('words that are edited are still there for whoever comes back to them', () => {
  show()
  edit()
  fireEvent.change(field(), { target: { value: 'Chego às 15h' } })
  cleanup()
  show()
  expect(field().value).toBe('Chego às 15h')
  act(() => answeringOf(tenantId, chatId).set(null))
  expect(field().value).toBe('')
})

/** Types at the end of the text, with the caret behind it. */
function type(text: string) {
  fireEvent.change(field(), { target: { value: text } })
  field().setSelectionRange(text.length, text.length)
  fireEvent.select(field())
}

it('of two people of one name the one is mentioned who was chosen, and nobody is called someone', async () => {
  show()
  type('@')
  const options = await screen.findAllByRole('option')
  expect(options.map(({ textContent }) => textContent)).toEqual(['Ana', 'Ana'])
  fireEvent.click(options[1] ?? field())
  type(`${field().value}oi`)
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(onSend).toHaveBeenCalledExactlyOnceWith('@5511900000015 oi', { mentions: [otherAna] })
})

it('an edit mentions nobody, and goes once however often Enter is pressed', async () => {
  let answer: (isTaken: boolean) => void = nothing
  say.mockReturnValue(new Promise((resolve) => (answer = resolve)))
  show()
  type('@')
  await screen.findAllByRole('option')
  edit()
  type('@')
  expect(screen.queryByRole('option')).toBeNull()
  type('Chego às 15h')
  fireEvent.keyDown(field(), { key: 'Enter' })
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(say).toHaveBeenCalledOnce()
  // Somebody goes on to another message: it stays when the answer comes.
  const other = { ...own, id: 'M2' }
  edit(other)
  await act(async () => {
    answer(true)
    await Promise.resolve()
  })
  expect(answeringOf(tenantId, chatId).get()?.message).toBe(other)
})

it('that it is too late to edit is said of that message alone', () => {
  show()
  edit({ ...own, atMs: 1, placeMs: 1 })
  type('Chego às 15h')
  fireEvent.keyDown(field(), { key: 'Enter' })
  expect(screen.getByRole('alert').textContent).not.toBe('')
  edit()
  expect(screen.queryByRole('alert')).toBeNull()
})
