// What the tenant says about messages, as Baileys gets it, and what the tenant's own panel shows of it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { World } from '../support/programs'
import { trustedWorld } from './company'
import { Device, jid } from './device'
import { kindsOf } from './kinds/contract'
import { drafts } from './kinds/drafts'
import { markRows } from './kinds/mark-rows'
import { allHeard, markAll, type Marked, saidOf, targets } from './kinds/marking'
import { People } from './kinds/people'
import { allSaid } from './kinds/shown'
import type { View } from './kinds/writing'
import { logIn, Tenant } from './tenant'

// Numbers are invented.
const [shop, ana] = ['5511900005801', '5511900005802'] as const

interface Chat {
  id: string
  /** How the contact calls it. */
  to: string
  isGroup: boolean
  views: View[]
}

let world: World
let tenant: Tenant
let contact: Device
let own: Device
let people: People
let chats: Chat[]
const marked: { all: Marked[]; views: View[] }[] = []

before(async () => {
  world = await trustedWorld({ [shop]: 'Padaria Sol', [ana]: 'Ana Souza' })
  people = await People.of(world)
  contact = await Device.linked(world.network, ana)
  own = await Device.linked(world.network, shop)
  tenant = await Tenant.create(world, await logIn(world), 'Padaria Sol')
  await tenant.link(world, shop)
  const { id: group } = await contact.socket.groupCreate('Fornada', [jid(shop)])
  await contact.socket.groupParticipantsUpdate(group, [jid(shop)], 'promote')
  await contact.send(group, { text: 'Oi, grupo' })
  await contact.send(jid(shop), { text: 'Oi' })
  const views = (there: string, here: string) => [
    { device: contact, chat: there, isOwn: false, by: shop },
    { device: own, chat: here, isOwn: true, by: shop },
  ]
  chats = [
    { id: (await tenant.message(ana, 'Oi')).chatId, to: jid(shop), isGroup: false, views: views(jid(shop), jid(ana)) },
    { id: (await tenant.message(group, 'Oi, grupo')).chatId, to: group, isGroup: true, views: views(group, group) },
  ]
})
after(async () => {
  await contact.close()
  await own.close()
  await world.stop()
})

/** Messages to speak of, in each chat. */
const prepared = () => Promise.all(chats.map(async ({ id, to, isGroup }) => targets(tenant, contact, id, to, isGroup)))

async function mark(of: Awaited<ReturnType<typeof prepared>>, way: string): Promise<void> {
  for (const [at, { views, isGroup }] of chats.entries()) {
    const all = await markAll(tenant, of[at] ?? [], isGroup ? `${way}, group` : way)
    marked.push({ all, views })
  }
}

async function allThere(): Promise<void> {
  await allHeard(people, marked)
  await allSaid(
    tenant,
    people,
    marked.flatMap(({ all }) => all.map((one) => saidOf(shop, one))),
  )
}

describe('what the tenant says about messages', () => {
  it('is of every kind', () => {
    const target = { chatId: '', messageId: '' }
    const said = markRows.flatMap((row) => row.drafts.map((draft) => draft(target).kind))
    assert.deepEqual([...new Set<string>([...drafts.map(({ kind }) => kind), ...said])].sort(), kindsOf('DraftBody'))
  })

  it('is heard by the contact and by the own device', async () => {
    await mark(await prepared(), 'at once')
    await allThere()
  })

  it('leaves with the next connection', async () => {
    const of = await prepared()
    await tenant.stop()
    await mark(of, 'offline')
    await tenant.start()
    await allThere()
  })

  it('leaves after a kill', async () => {
    await mark(await prepared(), 'killed')
    await (await world.kill()).back()
    await allThere()
  })

  it('Baileys complained of nothing', () => {
    assert.deepEqual([...contact.complaints, ...own.complaints], [])
  })
})
