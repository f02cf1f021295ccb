// Every draft of the tenant's API, as Baileys gets it: the contact's, the group's, and the own number's.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { World } from '../support/programs'
import { trustedWorld } from './company'
import { Device, jid } from './device'
import type { Uploads } from './kinds/draft-row'
import { named, paper } from './kinds/drafts'
import { picture } from './kinds/files'
import { film, recording } from './kinds/film'
import { People } from './kinds/people'
import { type Accepted, acceptAll, allSent, filesOpen, shown, type View } from './kinds/writing'
import { logIn, Tenant } from './tenant'

// Numbers are invented.
const [shop, ana] = ['5511900005601', named] as const

let world: World
let tenant: Tenant
let contact: Device
let own: Device
let people: People
let uploads: Uploads
/** Ids of the chats. */
let direct: string
let group: string
const accepted: { all: Accepted[]; views: View[] }[] = []
let views: { direct: View[]; group: View[] }

before(async () => {
  world = await trustedWorld({ [shop]: 'Padaria Sol', [ana]: 'Ana Souza' })
  people = await People.of(world)
  contact = await Device.linked(world.network, ana)
  own = await Device.linked(world.network, shop)
  tenant = await Tenant.create(world, await logIn(world), 'Padaria Sol')
  await tenant.link(world, shop)
  const { id } = await contact.socket.groupCreate('Fornada', [jid(shop)])
  await contact.send(id, { text: 'Oi, grupo' })
  await contact.send(jid(shop), { text: 'Oi' })
  group = (await tenant.message(id, 'Oi, grupo')).chatId
  direct = (await tenant.message(ana, 'Oi')).chatId
  views = {
    direct: [
      { device: contact, chat: jid(shop), isOwn: false, by: shop },
      { device: own, chat: jid(ana), isOwn: true, by: shop },
    ],
    group: [
      { device: contact, chat: id, isOwn: false, by: shop },
      { device: own, chat: id, isOwn: true, by: shop },
    ],
  }
  const upload = (file: Buffer) => tenant.upload(file)
  uploads = { film: await upload(film), recording: await upload(recording), picture: await upload(picture), paper: await upload(paper) }
})
after(async () => {
  await contact.close()
  await own.close()
  await world.stop()
})

async function accept(way: string): Promise<void> {
  accepted.push({ all: await acceptAll(tenant, direct, uploads, way), views: views.direct })
  accepted.push({ all: await acceptAll(tenant, group, uploads, `${way}, group`), views: views.group })
}

describe('what the tenant sends', () => {
  it('is what Baileys gets, and what its own number hears of', async () => {
    await accept('at once')
    await shown(people, accepted)
  })

  it('leaves with the next connection', async () => {
    await tenant.stop()
    await accept('offline')
    await tenant.start()
    await shown(people, accepted)
  })

  it('leaves after a kill', async () => {
    await accept('killed')
    await (await world.kill()).back()
    await shown(people, accepted)
  })

  it('waits for a contact that is away', async () => {
    await contact.close()
    await contact.ended()
    await accept('contact away')
    // Baileys opens what comes at once before what waited, and cannot open what was overtaken.
    await allSent(tenant, accepted)
    contact.connect()
    await contact.opened()
    await shown(people, accepted)
  })

  it('has files that open', async () => {
    for (const { all, views } of accepted) for (const view of views) await filesOpen(tenant, all, view)
  })

  it('Baileys complained of nothing', () => {
    assert.deepEqual([...contact.complaints, ...own.complaints], [])
  })
})
