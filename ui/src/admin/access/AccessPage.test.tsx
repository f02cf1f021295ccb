import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { putAccess } from '../../api/live-admin'
import { createQueryClient } from '../../api/query-client'
import type { Access, AccessBody } from '../../api/types'
import { access as build } from '../../testing/world'
import { AccessPage } from './AccessPage'

/** A server that opens nothing without a password. */
const server = { access: build(), password: null as string | null, saved: [] as AccessBody[], asked: [] as string[] }

function answer(method: string, path: string, body: unknown): Response {
  const json = (status: number, data: object) =>
    new Response(JSON.stringify(data), { status, headers: { 'content-type': 'application/json' } })
  server.asked.push(`${method} ${path}`)
  switch (`${method} ${path}`) {
    case 'POST /api/saas/access': {
      const chosen = body as AccessBody
      if (server.password === null && chosen.network.isOpen) return json(409, { code: 'needs_password' })
      server.saved.push(chosen)
      server.access = { ...server.access, network: { ...server.access.network, isOpen: chosen.network.isOpen, name: chosen.network.name } }
      return json(200, server.access)
    }
    case 'POST /api/saas/password':
      server.password = (body as { password: string }).password
      return new Response(null, { status: 204, headers: { 'portaria-page': 'aaa.bbb' } })
    case 'POST /api/saas/access/check':
      return new Response(null, { status: 202 })
    case 'GET /api/saas/me':
      return json(200, { passwordSet: server.password !== null })
    default:
      return json(200, server.access)
  }
}

beforeEach(() => {
  Object.assign(server, { access: build(), password: null, saved: [], asked: [] })
  vi.stubGlobal('fetch', async (request: Request) => {
    const text = await request.text()
    return answer(request.method, new URL(request.url).pathname, text === '' ? undefined : JSON.parse(text))
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open(access: Access = build()): Promise<QueryClient> {
  server.access = access
  const client = createQueryClient(() => undefined)
  render(
    <QueryClientProvider client={client}>
      <AccessPage />
    </QueryClientProvider>,
  )
  await screen.findByText('Nesta rede')
  return client
}

it('the network opens after a password was set in place, without another press', async () => {
  await open()
  fireEvent.click(screen.getByLabelText(/^Abrir para esta rede/))
  fireEvent.change(screen.getByLabelText('Nome na rede'), { target: { value: 'loja' } })
  const [saveNetwork] = screen.getAllByRole('button', { name: 'Salvar' })
  if (!saveNetwork) throw new Error('no button saves it')
  fireEvent.click(saveNetwork)
  fireEvent.change(await screen.findByLabelText('Nova senha'), { target: { value: 'curta' } })
  fireEvent.click(screen.getByRole('button', { name: 'Definir senha e abrir' }))
  expect(await screen.findByText('Use ao menos 10 caracteres.')).toBeTruthy()
  expect(server.password, 'a short one is not sent').toBeNull()
  fireEvent.change(screen.getByLabelText('Nova senha'), { target: { value: 'uma senha comprida' } })
  fireEvent.click(screen.getByRole('button', { name: 'Definir senha e abrir' }))
  await waitFor(() => expect(server.saved).toHaveLength(1))
  expect(server.saved[0]?.network).toEqual({ isOpen: true, address: null, name: 'loja', linkBy: 'name' })
  await waitFor(() => expect(screen.queryByLabelText('Nova senha')).toBeNull())
})

it('an address that fails says since when, why, and what to do; the others are below', async () => {
  const check = { checkedAtMs: Date.now(), failure: 'sockets_refused' as const, sinceMs: Date.now(), isInconclusive: false }
  await open(
    build({
      internet: { ...build().internet, kind: 'proxy', publicUrl: 'https://zap.example.com' },
      addresses: [
        { url: 'https://zap.example.com', reach: 'anywhere', check, lastVisitAtMs: null },
        { url: 'http://portaria.local:3001', reach: 'lan', check: null, lastVisitAtMs: null },
      ],
    }),
  )
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('Não abre desde')
  expect(alert.textContent).toContain('(WebSocket) não passam')
  expect(within(alert).getByRole('button', { name: /nginx/ })).toBeTruthy()
  expect(screen.getByText('http://portaria.local:3001')).toBeTruthy()
})

it('a test goes on until the server has told what it found', async () => {
  const at = (checkedAtMs: number) => ({ checkedAtMs, failure: null, sinceMs: 1_000, isInconclusive: false })
  const address = { url: 'https://zap.example.com', reach: 'anywhere' as const, lastVisitAtMs: null }
  const client = await open(build({ addresses: [{ ...address, check: at(1_000) }] }))
  fireEvent.click(screen.getByRole('button', { name: 'Testar meu link' }))
  await waitFor(() => expect(server.asked).toContain('POST /api/saas/access/check'))
  expect(await screen.findByRole('button', { name: 'Testando…' })).toBeTruthy()
  server.access = build({ addresses: [{ ...address, check: at(2_000) }] })
  putAccess(client, server.access)
  expect(await screen.findByRole('button', { name: 'Testar meu link' })).toBeTruthy()
})

it('what the server was started with is shown and cannot be changed', async () => {
  const { network, internet } = build()
  await open(
    build({
      network: { ...network, isOpen: true, isFixed: true },
      internet: { ...internet, kind: 'proxy', isFixed: true, publicUrl: 'https://zap.example.com' },
      admin: { isRemote: true, isFixed: true },
    }),
  )
  expect(screen.getByLabelText<HTMLInputElement>(/^Abrir para esta rede/).disabled).toBe(true)
  expect(screen.getByLabelText<HTMLInputElement>('Endereço que os clientes abrem').disabled).toBe(true)
  expect(screen.getByLabelText<HTMLInputElement>(/^Abrir o painel em outros aparelhos/).disabled).toBe(true)
  expect(screen.queryByRole('button', { name: 'Salvar' })).toBeNull()
})
