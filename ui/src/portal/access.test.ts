import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { drafts } from '../features/messages/drafts'
import { chatId, portal, tenantId } from '../testing/world'
import { access, endAccess, openLink } from './access'

const publicId = 'kZ3vT9qLm2'
const held = () => Object.keys(localStorage).filter((name) => name.includes(tenantId))

beforeEach(() => {
  localStorage.clear()
  localStorage.setItem(`portaria.tenant.${publicId}`, tenantId)
  localStorage.setItem(`portaria.outgoing.${tenantId}.k`, '{}')
  drafts.set(tenantId, chatId, 'o preço para a Marina é')
})
afterEach(() => vi.unstubAllGlobals())

it('a login that ends, as a revoked link does it, leaves nothing that was written', async () => {
  access.set({ kind: 'open', tenantId })
  endAccess()
  endAccess()
  expect(access.get(), 'whoever wrote is told').toEqual({ kind: 'closed', why: 'ended', unsentCount: 1 })
  await vi.waitFor(() => expect(held()).toEqual([]))
})

const problem = (code: string) =>
  Response.json({ type: `urn:portaria:problem:${code}`, title: 'x', status: 401, code, detail: 'x' }, { status: 401 })

it('what forgets the rest may get lost: nothing that was written stays, and the next page goes on', async () => {
  access.set({ kind: 'open', tenantId })
  vi.doMock('./panel/forget-tenant', () => {
    throw new TypeError('Failed to fetch dynamically imported module')
  })
  endAccess()
  await vi.dynamicImportSettled()
  expect(held()).toEqual([`portaria.forgetting.${tenantId}`])
  vi.doUnmock('./panel/forget-tenant')
  history.replaceState(null, '', '/')
  await openLink()
  await vi.waitFor(() => expect(held()).toEqual([]))
})

it('whoever comes in again loses nothing to what was still to be forgotten', async () => {
  localStorage.setItem(`portaria.forgetting.${tenantId}`, '1')
  history.replaceState(null, '', `/client/${publicId}`)
  await openLink()
  await vi.dynamicImportSettled()
  expect([access.get(), held().length]).toEqual([{ kind: 'open', tenantId }, 2])
})

it('whoever comes in again in another tab before all is forgotten loses nothing that was written since', async () => {
  access.set({ kind: 'open', tenantId })
  endAccess()
  localStorage.removeItem(`portaria.forgetting.${tenantId}`)
  drafts.set(tenantId, chatId, 'bom dia de novo')
  await vi.dynamicImportSettled()
  expect(drafts.get(tenantId, chatId)).toBe('bom dia de novo')
})

it('a link that does not open says nothing of the login: what was written stays until that one has ended, too', async () => {
  history.replaceState(null, '', `/client/${publicId}#secret`)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await openLink()
  expect(access.get()).toEqual({ kind: 'unreachable' })
  expect(held()).toHaveLength(2)
  const answers = (byCookie: () => Promise<Response>) =>
    vi.stubGlobal('fetch', ({ method }: Request) => (method === 'POST' ? Promise.resolve(problem('link_invalid')) : byCookie()))
  answers(() => Promise.reject(new TypeError('Failed to fetch')))
  await openLink()
  expect([access.get(), held().length]).toEqual([{ kind: 'unreachable' }, 2])
  answers(() => Promise.resolve(Response.json(portal())))
  await openLink()
  expect([access.get(), held().length, location.hash]).toEqual([{ kind: 'open', tenantId }, 2, ''])
  history.replaceState(null, '', `/client/${publicId}#secret`)
  answers(() => Promise.resolve(problem('unauthorized')))
  await openLink()
  expect(access.get()).toEqual({ kind: 'closed', why: 'invalid', unsentCount: 1 })
  await vi.waitFor(() => expect(held()).toEqual([]))
})
