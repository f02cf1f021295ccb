import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import type { Outgoing } from '../../api/tenant'
import { message } from '../../testing/world'
import { MessageBubble, OutgoingBubble } from './Bubble'

it('what people write stays text', () => {
  const text = '<img src=x onerror=alert(1)> <b>oi</b>'
  const { container } = render(<MessageBubble message={message({ content: { kind: 'text', text } })} startsRun />)
  expect(screen.getByText(text)).toBeTruthy()
  expect(container.querySelector('img, b')).toBeNull()
})

it.each([
  [{ kind: 'undecryptable' } as const, /ainda não pôde ser lida/],
  [{ kind: 'unsupported', name: 'imageMessage' } as const, /só aparece no celular/],
])('a message that cannot be shown says so: %o', (content, words) => {
  render(<MessageBubble message={message({ content })} startsRun />)
  expect(screen.getByText(words)).toBeTruthy()
})

it('a message that will not be sent says why', () => {
  render(<MessageBubble message={message({ fromMe: true, status: 'failed', failure: 'not_on_whatsapp' })} startsRun />)
  expect(screen.getByRole('img', { name: 'Não enviada' })).toBeTruthy()
  expect(screen.getByText('Este número não tem WhatsApp.')).toBeTruthy()
})

const outgoing = (change: Partial<Outgoing>): Outgoing => ({
  key: 'k',
  text: 'oi',
  atMs: 1_000,
  state: 'sending',
  trouble: null,
  ...change,
})
const nothing = () => undefined

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
