import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'

import type { Outgoing } from '../../api/tenant'
import { chat, everyKind, file, message, tenantId, type MessageChange } from '../../testing/world'
import { ActingContext } from './acting/acting'
import { MessageBubble, OutgoingBubble } from './Bubble'

afterEach(() => vi.useRealTimers())

type Props = Parameters<typeof MessageBubble>[0]
const nothing = () => undefined
const show = (change: MessageChange, props: Partial<Props> = {}) =>
  render(
    <MessageBubble
      message={message(change)}
      startsRun
      hasAuthor={false}
      jumpTo={() => undefined}
      onSendAgain={nothing}
      onDiscard={nothing}
      {...props}
    />,
  )

it('what people write stays text', () => {
  const text = '<img src=x onerror=alert(1)> <b>oi</b>'
  const { container } = show({ content: { kind: 'text', text } })
  expect(screen.getByText(text)).toBeTruthy()
  expect(container.querySelector('img, b')).toBeNull()
})

it('WhatsApp’s formatting is made of elements, and links lead out without a way back', () => {
  const { container } = show({ content: { kind: 'text', text: '*oi* https://exemplo.com.br javascript:alert(1)' } })
  expect(container.querySelector('strong')?.textContent).toBe('oi')
  const links = screen.getAllByRole('link')
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://exemplo.com.br/'])
  expect(links[0]?.getAttribute('rel')).toContain('noopener')
})

it('what an AI agent sent says so, and what people and programs sent does not', () => {
  const said = (sentBy: MessageChange['sentBy']) => show({ fromMe: true, sentBy }).container.textContent
  expect(said('agent')).toContain('Agente de IA')
  for (const sentBy of ['panel', 'api', null] as const) expect(said(sentBy)).not.toContain('Agente')
})

it('every kind says what it is', () => {
  for (const content of everyKind) {
    const { container, unmount } = show({ content })
    expect(container.textContent, JSON.stringify(content)).toMatch(/\p{L}{2}/u)
    unmount()
  }
})

it('a kind that this page does not know yet is seen on the phone', () => {
  show({ content: { kind: 'hologram' } as never })
  expect(screen.getByText(/só aparece no celular/)).toBeTruthy()
})

it('a place whose page is no page, and a button that runs something, lead nowhere', () => {
  const options = [{ id: '', title: 'Ver', section: '', action: { does: 'open_url', value: 'javascript:alert(1)' } as const }]
  show({ content: { kind: 'choices', shape: 'buttons', header: '', text: 'oi', footer: '', button: '', options } })
  expect(screen.queryByRole('link')).toBeNull()
})

it('a picture has its place before it is there, its caption, and says where it opens', () => {
  const content = file('image', { caption: 'pedido 123', width: 800, height: 400, hasThumbnail: true })
  show({ id: 'A/1', content })
  const picture = screen.getByRole('img', { name: 'Foto' })
  expect(picture.getAttribute('src')).toMatch(/\/messages\/A%2F1\/thumbnail$/)
  expect(picture.parentElement?.style.height).toBe('140px')
  expect(screen.getByText('pedido 123')).toBeTruthy()
  expect(screen.getByText(/abre no celular/)).toBeTruthy()
})

it('votes are counted for each option', () => {
  const ana = { pn: '551190000003@s.whatsapp.net', lid: null } // invented
  const votes = [
    { by: ana, fromMe: false, options: ['a', 'b'], atMs: 1 },
    { by: ana, fromMe: true, options: ['a'], atMs: 2 },
    { by: ana, fromMe: false, options: [], atMs: 3 },
  ]
  const options = ['a', 'b', 'c'].map((hash) => ({ name: `opção ${hash}`, hash }))
  show({ content: { kind: 'poll', question: 'Qual?', options, choices: 0 }, marks: { votes } })
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['opção a2', 'opção b1', 'opção c0'])
  expect(screen.getByText('2 pessoas votaram')).toBeTruthy()
})

it('a message that was changed says so, and what it said before', () => {
  const edits = [{ content: { kind: 'text' as const, text: 'custa 10' }, untilMs: 20_000 }]
  show({ content: { kind: 'text', text: 'custa 12' }, marks: { edits } })
  expect(screen.queryByText('custa 10')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'editada' }))
  expect(screen.getByText('custa 10')).toBeTruthy()
})

it('a message that was deleted says so and shows nothing else', () => {
  const admin = { pn: '551190000003@s.whatsapp.net', lid: null } // invented
  const edits = [{ content: { kind: 'text' as const, text: 'segredo' }, untilMs: 20_000 }]
  show({ content: { kind: 'deleted' }, marks: { deleted: { by: admin, fromMe: false, atMs: 1 }, edits } })
  expect(screen.getByText('Apagada por +55 11 9000-0003, admin do grupo')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'editada' })).toBeNull()
})

it('a quote leads to what is loaded, and to nothing else', () => {
  const context = { quote: { id: 'Q', fromMe: true, kind: 'voice', text: '' } }
  const onJump = vi.fn()
  show({ context }, { jumpTo: (id) => (id === 'Q' ? onJump : undefined) })
  fireEvent.click(screen.getByRole('button', { name: /Você.*Mensagem de voz/ }))
  expect(onJump).toHaveBeenCalledOnce()
  cleanup()
  show({ context })
  expect(screen.queryByRole('button')).toBeNull()
})

it('a message in a group says whose it is, once in a run', () => {
  show({ senderName: 'Ana' }, { hasAuthor: true })
  expect(screen.getByText('Ana')).toBeTruthy()
  cleanup()
  show({ senderName: 'Ana' }, { hasAuthor: true, startsRun: false })
  expect(screen.queryByText('Ana')).toBeNull()
  cleanup()
  show({ senderName: '' }, { hasAuthor: true })
  expect(screen.getByText('+55 11 9000-0002')).toBeTruthy()
  cleanup()
  show({ fromMe: true }, { hasAuthor: true })
  expect(screen.getByText('Você:').className).toBe('sr-only')
})

it('a sign of several people is shown once, with their number', () => {
  const by = message().sender
  const reactions = [
    { by, fromMe: false, emoji: '👍', atMs: 1 },
    { by, fromMe: true, emoji: '👍', atMs: 2 },
    { by, fromMe: false, emoji: '🎂', atMs: 3 },
  ]
  show({ marks: { reactions } })
  expect(screen.getAllByRole('listitem').map((item) => item.title)).toEqual(['+55 11 9000-0002 e você', '+55 11 9000-0002'])
})

it('an unknown time is shown as none', () => {
  const { container } = show({ atMs: null })
  expect(container.querySelector('time')).toBeNull()
})

it.each([
  ['not_on_whatsapp' as const, 'Este número não tem WhatsApp.'],
  ['no_answer' as const, 'O WhatsApp não respondeu, depois de várias tentativas.'],
])('a message that will not be sent says why: %s', (failure, words) => {
  const [onSendAgain, onDiscard] = [vi.fn(), vi.fn()]
  show({ fromMe: true, status: 'failed', failure }, { onSendAgain, onDiscard })
  expect(screen.getByRole('img', { name: 'Não enviada' })).toBeTruthy()
  expect(screen.getByText(words)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Enviar de novo' }))
  fireEvent.click(screen.getByRole('button', { name: 'Descartar' }))
  expect([onSendAgain, onDiscard].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})

const outgoing = (change: Partial<Outgoing>): Outgoing => ({
  key: 'k',
  text: 'oi',
  file: null,
  atMs: 1_000,
  state: 'sending',
  trouble: null,
  ...change,
})
it('a text on its way needs nobody', () => {
  render(<OutgoingBubble outgoing={outgoing({})} startsRun onSendAgain={nothing} onDiscard={nothing} />)
  expect(screen.getByRole('img', { name: 'Enviando' })).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

it('a text that waits for the network says so, and can be given up', () => {
  const onDiscard = vi.fn()
  const waiting = outgoing({ state: 'waiting', trouble: 'offline' })
  render(<OutgoingBubble outgoing={waiting} startsRun onSendAgain={nothing} onDiscard={onDiscard} />)
  expect(screen.getByRole('status').textContent).toContain('Sai sozinha assim que der.')
  expect(screen.queryByRole('button', { name: 'Enviar de novo' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Descartar' }))
  expect(onDiscard).toHaveBeenCalledOnce()
})

it.each([
  ['tenant_paused' as const, 'Não saiu daqui. O fornecedor pausou esta conexão. Fale com ele.'],
  ['validation_failed' as const, 'Não saiu daqui. Este texto não foi aceito.'],
  [null, 'Esperou mais de um dia para sair. Ainda quer enviar?'],
])('a text that was refused says why: %s', (trouble, words) => {
  const onSendAgain = vi.fn()
  render(<OutgoingBubble outgoing={outgoing({ state: 'unsent', trouble })} startsRun onSendAgain={onSendAgain} onDiscard={nothing} />)
  expect(screen.getByRole('alert').textContent).toContain(words)
  fireEvent.click(screen.getByRole('button', { name: 'Enviar de novo' }))
  expect(onSendAgain).toHaveBeenCalledOnce()
})

it('a finger that stays opens the menu each time; one that leaves early does not, whatever arrives meanwhile', () => {
  vi.useFakeTimers()
  const acting = { tenantId, chat: chat(), isAdmin: false, say: () => Promise.resolve(true), answer: nothing, ask: nothing }
  const bubble = (status: 'sent' | 'read') => (
    <ActingContext value={acting}>
      <MessageBubble
        message={message({ fromMe: true, status, content: { kind: 'text', text: 'oi' } })}
        startsRun
        hasAuthor={false}
        jumpTo={() => undefined}
        onSendAgain={nothing}
        onDiscard={nothing}
      />
    </ActingContext>
  )
  const { rerender } = render(bubble('sent'))
  const touch = { pointerType: 'touch', clientX: 5, clientY: 5 }
  const waitLong = () => act(() => void vi.advanceTimersByTime(1_000))
  fireEvent.pointerDown(screen.getByText('oi'), touch)
  rerender(bubble('read'))
  fireEvent.pointerUp(screen.getByText('oi'), touch)
  waitLong()
  expect(screen.queryByRole('menu')).toBeNull()
  const holdAndLeave = () => {
    fireEvent.pointerDown(screen.getByText('oi'), touch)
    waitLong()
    fireEvent.pointerUp(screen.getByText('oi'), touch)
    fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' })
    expect(screen.queryByRole('menu')).toBeNull()
  }
  holdAndLeave()
  holdAndLeave()
})
