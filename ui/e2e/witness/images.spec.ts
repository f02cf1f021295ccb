// Pictures, from the sharp of one client to the eyes of another: sealed, uploaded over TLS, downloaded, opened.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { downloadMediaMessage } from 'baileys'
import { PNG } from 'pngjs'

import { startWorld, until, type World } from '../support/programs'
import { Device, jid } from './device'
import { logIn, Tenant } from './tenant'
import { trust, trustTls } from './trust'

// Numbers are invented.
const [one, other, phone, rust] = ['5511900005301', '5511900005302', '5511900005303', '5511900005304']

let world: World
let device: Device
let friend: Device
before(async () => {
  world = await startWorld()
  trust(await world.phones.root())
  trustTls(await world.phones.certificate())
  await world.phones.create(one, 'Oficina Baileys')
  await world.phones.create(other, 'Ateliê Baileys')
  await world.phones.create(phone, 'Ana Souza')
  device = await Device.linked(world.network, one)
  friend = await Device.linked(world.network, other)
})
after(async () => {
  await device.close()
  await friend.close()
  await world.stop()
})

/** A picture of its own for each shade. */
function drawn(shade: number): Buffer {
  const picture = new PNG({ width: 120, height: 80 })
  picture.data.forEach((_, at) => (picture.data[at] = at % 4 === 3 ? 255 : (at * shade) % 256))
  return PNG.sync.write(picture)
}

describe('a picture of Baileys', () => {
  it('is opened by another Baileys, to the last byte', async () => {
    const picture = drawn(3)
    await device.send(jid(other), { image: picture, caption: 'Olha o pão!' })
    const got = await friend.heard('Olha o pão!')
    assert.deepEqual(await downloadMediaMessage(got, 'buffer', {}), picture)
    assert.ok(got.message?.imageMessage?.jpegThumbnail?.length, 'it came with no preview')
  })

  it('is shown by a phone, with its words', async () => {
    const id = await device.send(jid(phone), { image: drawn(5), caption: 'E o bolo' })
    const got = await until('the phone has it', async () => (await world.phones.chat(phone, one)).find((message) => message.id === id))
    assert.deepEqual({ kind: got.content.kind, text: got.text }, { kind: 'image', text: 'E o bolo' })
    const own = await world.phones.chat(one, phone)
    assert.equal(own.find((message) => message.id === id)?.content.kind, 'image', 'the own phone has no copy')
  })

  it('reaches a whatsapp-rust client as what it is', async () => {
    await world.phones.create(rust, 'Padaria Ferrugem')
    const tenant = await Tenant.create(world, await logIn(world), 'Padaria Ferrugem')
    await tenant.link(world, rust)
    const id = await device.send(jid(rust), { image: drawn(7), caption: 'E a torta' })
    const got = await until('the tenant has it', async () => (await tenant.messages(one)).find((message) => message.id === id))
    assert.ok(!['text', 'undecryptable'].includes(got.content.kind), `it came as ${got.content.kind}`)
  })

  it('no Baileys complained', () => {
    assert.deepEqual([...device.complaints, ...friend.complaints], [])
  })
})
