import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'

import { BlockList } from './BlockList'
import { CheckNumbersDialog, linesOf } from './CheckNumbersDialog'
import { ContactDetails } from './ContactDetails'

afterEach(() => {
  cleanup()
  localStorage.removeItem('portaria.numberCheck.t')
  vi.unstubAllGlobals()
})

/** A server that answers by method and path. */
function serve(answers: Record<string, unknown>) {
  const asked: { what: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const what = `${request.method} ${new URL(request.url).pathname.replace('/api/whatsapp/t', '')}`
    asked.push({ what, body: request.method === 'POST' ? await request.json() : null })
    const found = answers[what]
    return Response.json(found ?? { code: 'not_found' }, { status: found === undefined ? 404 : 200 })
  })
  return asked
}

const show = (children: React.ReactNode) =>
  render(<QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>{children}</QueryClientProvider>)

const ana = {
  id: 'c',
  pn: '5511900000014@s.whatsapp.net', // invented
  lid: null,
  name: 'Ana <b>',
  nameSource: 'own',
  bookName: '',
  businessName: '',
  ownName: 'Ana <b>',
  username: '',
  letter: 'A',
  about: '',
  isVerified: false,
  pictureId: null,
  isBlocked: false,
  chatId: null,
  labels: [],
  firstAtMs: null,
  lastAtMs: null,
  messages: 0,
  media: 0,
}

it('a paste is divided as tables and lists divide numbers', () => {
  expect(linesOf(' 11 90000-0014 \n\n+351 912 345 678;5511900000015\t5511900000016,')).toEqual([
    '11 90000-0014',
    '+351 912 345 678',
    '5511900000015',
    '5511900000016',
  ])
})

it('a person without a chat is written to by number, and what they call themselves stays text', async () => {
  serve({ 'GET /contacts/c': ana })
  const onNewChat = vi.fn()
  const { container } = show(
    <ContactDetails
      tenantId="t"
      contactId="c"
      onBack={undefined}
      onChat={() => undefined}
      onNewChat={onNewChat}
      onErasing={() => undefined}
    />,
  )
  await screen.findByText('~Ana <b>')
  expect(container.querySelector('b')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Conversar' }))
  expect(onNewChat).toHaveBeenCalledWith(ana.pn)
})

it('who is blocked is let through again by either address', async () => {
  const party = { pn: null, lid: '9@lid', name: 'Bia', nameSource: 'address_book', contactId: null }
  const asked = serve({ 'GET /blocked': [party], 'POST /blocked': [] })
  show(<BlockList tenantId="t" />)
  fireEvent.click(await screen.findByRole('button', { name: 'Desbloquear Bia' }))
  await screen.findByText('Ninguém está bloqueado.')
  expect(asked.find(({ what }) => what === 'POST /blocked')?.body).toEqual({ party: '9@lid', isBlocked: false })
})

it('numbers are sent as they were pasted, and each result is shown', async () => {
  const numbers = [
    { typed: '11 90000-0014', state: 'exists', pn: '5511900000014@s.whatsapp.net', lid: null }, // invented
    { typed: 'nada', state: 'invalid', pn: null, lid: null },
  ]
  const asked = serve({ 'POST /contacts/check': { id: 'k', atMs: 0, waiting: 0, numbers } })
  HTMLDialogElement.prototype.showModal = () => undefined
  show(<CheckNumbersDialog tenantId="t" onClose={() => undefined} />)
  fireEvent.change(screen.getByRole('textbox', { hidden: true }), { target: { value: '11 90000-0014\nnada' } })
  fireEvent.submit(screen.getByRole('textbox', { hidden: true }))
  await waitFor(() => expect(screen.getByText('Não é um número')).toBeTruthy())
  expect(asked[0]?.body).toEqual({ numbers: ['11 90000-0014', 'nada'], typedIn: 'br' })
  expect(screen.getByText('+55 11 90000-0014')).toBeTruthy()
})

it('a check goes on while nobody looks, and is there again until others are checked', async () => {
  HTMLDialogElement.prototype.showModal = () => undefined
  const numbers = [
    { typed: '11 90000-0014', state: 'exists', pn: '5511900000014@s.whatsapp.net', lid: null }, // invented
    { typed: '11 90000-0015', state: 'waiting', pn: null, lid: null },
  ]
  const check = { id: 'k', atMs: 0, waiting: 1, numbers }
  serve({ 'POST /contacts/check': check, 'GET /contacts/check/k': check })
  const first = show(<CheckNumbersDialog tenantId="t" onClose={() => undefined} />)
  fireEvent.change(screen.getByRole('textbox', { hidden: true }), { target: { value: '11 90000-0014\n11 90000-0015' } })
  fireEvent.submit(screen.getByRole('textbox', { hidden: true }))
  await screen.findByText('11 90000-0015')
  first.unmount()
  const second = show(<CheckNumbersDialog tenantId="t" onClose={() => undefined} />)
  await screen.findByText('11 90000-0015')
  fireEvent.click(screen.getByRole('button', { name: 'Verificar outros', hidden: true }))
  expect(screen.getByRole('textbox', { hidden: true })).toBeTruthy()
  second.unmount()
  show(<CheckNumbersDialog tenantId="t" onClose={() => undefined} />)
  expect(screen.getByRole('textbox', { hidden: true })).toBeTruthy()
})

it('a check that the server has no longer gives way to the field', async () => {
  HTMLDialogElement.prototype.showModal = () => undefined
  localStorage.setItem('portaria.numberCheck.t', 'gone')
  serve({})
  show(<CheckNumbersDialog tenantId="t" onClose={() => undefined} />)
  await screen.findByRole('textbox', { hidden: true })
  expect(localStorage.getItem('portaria.numberCheck.t')).toBeNull()
})
