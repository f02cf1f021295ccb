// What Baileys says about messages, by every way into the tenant's panel.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { jidNormalizedUser } from 'baileys'

import { until, type World } from '../support/programs'
import { trustedWorld } from './company'
import { Device, jid } from './device'
import { People } from './kinds/people'
import { type Said, sayAll, type Side } from './kinds/saying'
import { allSaid } from './kinds/shown'
import { logIn, Tenant } from './tenant'

// Numbers are invented.
const [shop, ana] = ['5511900005701', '5511900005702'] as const

let world: World
let tenant: Tenant
let contact: Device
let own: Device
let people: People
let group: string
/** All that was said so far. */
const said: Said[] = []

before(async () => {
  world = await trustedWorld({ [shop]: 'Padaria Sol', [ana]: 'Ana Souza' })
  people = await People.of(world)
  contact = await Device.linked(world.network, ana)
  own = await Device.linked(world.network, shop)
  group = (await contact.socket.groupCreate('Fornada', [jid(shop)])).id
  await contact.socket.groupParticipantsUpdate(group, [jid(shop)], 'promote')
  tenant = await Tenant.create(world, await logIn(world), 'Padaria Sol')
})
after(async () => {
  await contact.close()
  await own.close()
  await world.stop()
})

/** Both sides of a chat. */
function sides(chat: 'direct' | 'group'): Side[] {
  const side = (device: Device, number: string, other: string, isOwn: boolean): Side => {
    const { id = '', lid = '' } = device.auth.creds.me ?? {}
    const form = jidNormalizedUser(chat === 'group' ? lid : id)
    return { device, number, chat: chat === 'group' ? group : jid(other), form, isOwn }
  }
  return [side(contact, ana, shop, false), side(own, shop, ana, true)]
}

/** Each side says everything about its own messages and the other's, alone and in the group. */
async function sayEverywhere(when: string, isPast = false): Promise<void> {
  for (const chat of ['direct', 'group'] as const)
    for (const by of sides(chat))
      for (const writer of sides(chat)) {
        const way = `${when}, ${chat}, ${by.number} about what ${writer.number} wrote`
        const all = await sayAll(by, writer, chat === 'group', isPast)
        said.push(...all.map((one) => ({ ...one, what: `${way}: ${one.what}` })))
      }
}

describe('what Baileys says about messages', () => {
  it('before the phone was linked comes from its history', async () => {
    await sayEverywhere('history', true)
    await tenant.link(world, shop)
    await allSaid(tenant, people, said)
  })

  it('comes at once', async () => {
    await sayEverywhere('live')
    await allSaid(tenant, people, said)
  })

  it('while the session is stopped comes when it is back', async () => {
    await tenant.stop()
    await sayEverywhere('offline')
    await tenant.start()
    await allSaid(tenant, people, said)
  })

  it('counts once, also where WhatsApp brings it again', async () => {
    await world.phones.misbehave({ fault: 'lose-acks', account: shop, device: 2, flow: 'out' })
    await sayEverywhere('redelivered')
    await allSaid(tenant, people, said)
    await world.phones.behave()
    await world.phones.drop(shop)
    own.connect()
    await own.opened()
    await tenant.is('connected')
    await allSaid(tenant, people, said)
  })

  it('is gone from the panel alone, where the own device deletes it for itself', async () => {
    const id = await contact.send(jid(shop), { text: 'só daqui', linkPreview: null })
    await tenant.message(ana, 'só daqui')
    const { key, messageTimestamp } = await own.heardOf(id)
    await own.socket.chatModify({ deleteForMe: { deleteMedia: false, key, timestamp: Number(messageTimestamp) } }, jid(ana))
    await until('it is gone', async () => !(await tenant.everything()).has(id))
    assert.ok(
      (await world.phones.chat(ana, shop)).some((line) => line.id === id),
      'its writer has it',
    )
  })

  it('is the same after a restart', async () => {
    const before = await allSaid(tenant, people, said)
    await (await world.kill()).back()
    await tenant.is('connected')
    const after = await allSaid(tenant, people, said)
    for (const [id, message] of before) assert.deepEqual(after.get(id), message)
    assert.equal(after.size, before.size)
  })

  it('Baileys complained of nothing', () => {
    assert.deepEqual([...contact.complaints, ...own.complaints], [])
  })
})
