import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'

import { message } from '../../testing/world'
import { MessageBubble } from './Bubble'

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
