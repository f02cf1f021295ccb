import { beforeEach, expect, it, vi } from 'vitest'

import { keptCode } from '../../features/connect/kept-code'
import { keptImport } from '../../features/contacts/importing/kept-import'
import { keptCheck } from '../../features/contacts/kept-check'
import { answeringOf } from '../../features/messages/acting/answering'
import { trayOf } from '../../features/messages/composing/tray'
import { drafts } from '../../features/messages/drafts'
import { told } from '../../features/messages/notifying/told'
import { chatId, message, tenantId } from '../../testing/world'
import { knownPanel } from '../known-panel'
import { forgetTenant } from './forget-tenant'

vi.mock('../../lib/alone', () => ({
  canBeAlone: () => false,
  alone: <T>(_: string, what: () => Promise<T>) => what(),
  isFirst: () => Promise.resolve(true),
}))

const other = '01900000-0000-7000-8000-000000000002'

beforeEach(() => localStorage.clear())

it('whoever leaves leaves nothing of the tenant, and everything of another', async () => {
  for (const id of [tenantId, other]) {
    drafts.set(id, chatId, 'oi')
    localStorage.setItem(`portaria.outgoing.${id}.k`, '{}')
    keptCode.set(id, { code: 'ABCD1234', expiresAtMs: Date.now() + 60_000, phone: '5511900000014' }) // invented
    knownPanel.note(id, true)
    keptCheck.set(id, 'k')
    keptImport.set(id, 'k')
    await told.take(id, [1], 0, true)
    answeringOf(id, chatId).set({ kind: 'reply', message: message() })
    trayOf(id, chatId).add([new File(['x'], 'a.txt')])
  }
  const held = (id: string) => Object.keys(localStorage).filter((name) => name.includes(id))
  expect(held(tenantId)).toHaveLength(7)
  forgetTenant(tenantId)
  expect(held(tenantId)).toEqual([])
  expect(answeringOf(tenantId, chatId).get()).toBeNull()
  expect(trayOf(tenantId, chatId).store.get().items).toEqual([])
  expect(held(other)).toHaveLength(7)
  expect(answeringOf(other, chatId).get()).not.toBeNull()
  expect(trayOf(other, chatId).store.get().items).toHaveLength(1)
})
