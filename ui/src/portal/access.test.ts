import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { drafts } from '../features/messages/drafts'
import { chatId, tenantId } from '../testing/world'
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
  await vi.waitFor(() => expect(held()).toEqual([]))
})

it('a link that does not open any more leaves nothing that was written, and one that is not reached leaves it', async () => {
  history.replaceState(null, '', `/client/${publicId}#secret`)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await openLink()
  expect(access.get()).toEqual({ kind: 'unreachable' })
  expect(held()).toHaveLength(2)
  const problem = { type: 'urn:portaria:problem:link_invalid', title: 'x', status: 401, code: 'link_invalid', detail: 'x' }
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 401 })))
  await openLink()
  expect(access.get()).toEqual({ kind: 'closed', why: 'invalid' })
  await vi.waitFor(() => expect(held()).toEqual([]))
})
