// Texts and ticks between Baileys, an emulated phone, and a whatsapp-rust client.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { proto } from 'baileys'

import { until, type World } from '../support/programs'
import { type Company, gather } from './company'
import { type Device, jid, textOf } from './device'
import type { Tenant } from './tenant'

const { DELIVERY_ACK: delivered, READ: read } = proto.WebMessageInfo.Status

// Numbers are invented.
const numbers = ['5511900005201', '5511900005202', '5511900005203'] as const
const [baileys, rust, phone] = numbers

let company: Company
let world: World
let device: Device
let tenant: Tenant
before(async () => {
  company = await gather(numbers)
  ;({ world, device, tenant } = company)
})
after(() => company.part())

const write = (to: string, text: string) => device.send(jid(to), { text })

describe('between Baileys and a phone', () => {
  it('a text arrives, is delivered and read', async () => {
    const id = await write(phone, 'Oi Ana, do Baileys')
    const got = await until('the phone has it', async () => (await world.phones.chat(phone, baileys)).find((message) => message.id === id))
    assert.deepEqual(
      { text: got.text, fromMe: got.fromMe, deliveries: got.deliveries },
      { text: 'Oi Ana, do Baileys', fromMe: false, deliveries: 1 },
    )
    await device.reached(id, delivered)
    await world.phones.read(phone, baileys)
    await device.reached(id, read)
    const own = await world.phones.chat(baileys, phone)
    assert.ok(
      own.some((message) => message.id === id && message.fromMe),
      'the own phone has no copy',
    )
  })

  it('a text of the phone arrives, and the phone sees it read', async () => {
    await world.phones.send(phone, baileys, 'Oi, da Ana')
    const got = await device.heard('Oi, da Ana')
    await device.socket.readMessages([got.key])
    const sent = async () => (await world.phones.chat(phone, baileys)).find((message) => message.text === 'Oi, da Ana')
    await until('the phone sees it read', async () => (await sent())?.receipt === 'read')
  })

  it('what the own phone writes appears on the device', async () => {
    await world.phones.send(baileys, phone, 'Escrevi no telefone')
    const copy = await until('the device has the copy', () =>
      Promise.resolve(device.messages.find(({ message }) => textOf(message) === 'Escrevi no telefone')),
    )
    assert.equal(copy.key.fromMe, true)
    assert.equal(copy.key.remoteJid, jid(phone))
  })

  it('what came while the device was away comes when it is back, once', async () => {
    await device.close()
    await device.ended()
    await world.phones.send(phone, baileys, 'Enquanto você dormia')
    device.connect()
    await device.heard('Enquanto você dormia')
    await device.opened()
    assert.equal(device.messages.filter(({ message }) => textOf(message) === 'Enquanto você dormia').length, 1)
  })
})

describe('between Baileys and whatsapp-rust', () => {
  it('a text of Baileys arrives, is delivered and read', async () => {
    const id = await write(rust, 'De Baileys para Rust')
    const got = await tenant.message(baileys, 'De Baileys para Rust')
    assert.equal(got.fromMe, false)
    assert.equal(got.id, id)
    await device.reached(id, delivered)
    await tenant.read(baileys)
    await device.reached(id, read)
  })

  it('a text of whatsapp-rust arrives, is delivered and read', async () => {
    await tenant.send(baileys, 'De Rust para Baileys')
    const got = await device.heard('De Rust para Baileys')
    await tenant.message(baileys, 'De Rust para Baileys', ({ status }) => status === 'delivered')
    await device.socket.readMessages([got.key])
    await tenant.message(baileys, 'De Rust para Baileys', ({ status }) => status === 'read')
  })

  it('a conversation goes back and forth, and nothing comes twice or garbled', async () => {
    const lines = Array.from({ length: 12 }, (_, line) => `Linha ${line + 1}`)
    for (const [line, text] of lines.entries()) {
      if (line % 2 === 0) {
        await write(rust, text)
        await tenant.message(baileys, text)
      } else {
        await tenant.send(baileys, text)
        await device.heard(text)
      }
    }
    const said = (await tenant.messages(baileys)).map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
    assert.deepEqual(said.filter((text) => text.startsWith('Linha')).reverse(), lines)
    const heard = device.messages.map(({ message }) => textOf(message) ?? '').filter((text) => text.startsWith('Linha'))
    assert.deepEqual(heard, lines)
  })

  it('Baileys complained of nothing', () => {
    assert.deepEqual(device.complaints, [])
  })
})
