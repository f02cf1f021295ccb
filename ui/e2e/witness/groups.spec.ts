// A group of Baileys, an emulated phone and a whatsapp-rust client: created, written in by each, read by all.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { type GroupMetadata } from 'baileys'

import { until, type World } from '../support/programs'
import { type Company, gather } from './company'
import { type Device, jid } from './device'
import type { Tenant } from './tenant'

// Numbers are invented.
const numbers = ['5511900005401', '5511900005402', '5511900005403'] as const
const [baileys, rust, phone] = numbers

let company: Company
let world: World
let device: Device
let tenant: Tenant
let group: GroupMetadata
before(async () => {
  company = await gather(numbers)
  ;({ world, device, tenant } = company)
})
after(() => company.part())

/** The phone's line that says this. */
const shown = (number: string, text: string) =>
  until(`${number} shows ${text}`, async () => (await world.phones.chat(number, group.id)).find((message) => message.text === text))

describe('a group by Baileys', () => {
  it('is there with everybody in it', async () => {
    group = await device.socket.groupCreate('Fornada', [jid(rust), jid(phone)])
    assert.equal(group.subject, 'Fornada')
    assert.equal(group.participants.length, 3)
    const seen = await device.socket.groupMetadata(group.id)
    assert.deepEqual(
      seen.participants.map(({ phoneNumber, id }) => phoneNumber ?? id).sort(),
      [baileys, rust, phone].map(jid).sort(),
      'who is in it, by number',
    )
  })

  it('a text of Baileys is read by the phone and by whatsapp-rust', async () => {
    const id = await device.send(group.id, { text: 'Pão quente às cinco' })
    const got = await shown(phone, 'Pão quente às cinco')
    assert.deepEqual({ id: got.id, sender: got.sender, deliveries: got.deliveries }, { id, sender: baileys, deliveries: 1 })
    const rusty = await tenant.message(group.id, 'Pão quente às cinco')
    assert.equal(rusty.id, id)
    await shown(baileys, 'Pão quente às cinco')
  })

  it('a text of the phone is read by Baileys', async () => {
    await world.phones.send(phone, group.id, 'Guarda dois pra mim')
    const got = await device.heard('Guarda dois pra mim')
    assert.equal(got.key.remoteJid, group.id)
  })

  it('a text of whatsapp-rust is read by Baileys', async () => {
    await tenant.send(group.id, 'Aqui também')
    const got = await device.heard('Aqui também')
    assert.equal(got.key.remoteJid, group.id)
  })

  it('a second text of each needs no new key', async () => {
    await device.send(group.id, { text: 'Saiu do forno' })
    await shown(phone, 'Saiu do forno')
    await tenant.message(group.id, 'Saiu do forno')
    await world.phones.send(phone, group.id, 'Tô indo')
    await device.heard('Tô indo')
  })

  it('is renamed, and who is removed hears no more', async () => {
    await device.socket.groupUpdateSubject(group.id, 'Fornada das cinco')
    assert.equal((await device.socket.groupMetadata(group.id)).subject, 'Fornada das cinco')
    const [outcome] = await device.socket.groupParticipantsUpdate(group.id, [jid(phone)], 'remove')
    assert.equal(outcome?.status, '200')
    await device.send(group.id, { text: 'Só entre nós' })
    await tenant.message(group.id, 'Só entre nós')
    assert.ok(!(await world.phones.chat(phone, group.id)).some((message) => message.text === 'Só entre nós'))
  })

  it('Baileys complained of nothing', () => {
    assert.deepEqual(device.complaints, [])
  })
})
