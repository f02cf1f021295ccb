// Pictures, from the sharp of one client to the eyes of another: sealed, uploaded over TLS, downloaded, opened.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { downloadMediaMessage } from 'baileys'
import { PNG } from 'pngjs'

import { until, type World } from '../support/programs'
import { trustedWorld } from './company'
import { Device, jid } from './device'
import { logIn, Tenant } from './tenant'

// Numbers are invented.
const [one, other, phone, rust] = ['5511900005301', '5511900005302', '5511900005303', '5511900005304']

let world: World
let device: Device
let friend: Device
before(async () => {
  world = await trustedWorld({ [one]: 'Oficina Baileys', [other]: 'Ateliê Baileys', [phone]: 'Ana Souza' })
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

describe('a file of a phone', () => {
  it('is a picture that opens in Baileys, with its words and preview', async () => {
    const picture = drawn(11)
    await world.phones.sendFile(phone, one, picture, { text: 'Saiu agora' })
    const got = await device.heard('Saiu agora')
    assert.deepEqual(await downloadMediaMessage(got, 'buffer', {}), picture)
    const image = got.message?.imageMessage
    assert.deepEqual([image?.mimetype, image?.width, image?.height], ['image/png', 120, 80])
    assert.ok(image?.jpegThumbnail?.length, 'it came with no preview')
  })

  it('is a document that opens in Baileys, in its wrapper', async () => {
    const list = Buffer.from('%PDF-1.7 pão, bolo')
    const id = await world.phones.sendFile(phone, one, list, { name: 'lista.pdf', text: 'A lista' })
    const got = await device.heardOf(id)
    assert.deepEqual(await downloadMediaMessage(got, 'buffer', {}), list)
    const document = got.message?.documentWithCaptionMessage?.message?.documentMessage
    assert.deepEqual([document?.fileName, document?.mimetype, document?.caption], ['lista.pdf', 'application/pdf', 'A lista'])
  })

  it('is a voice message that opens in Baileys, with its waveform', async () => {
    const voice = Buffer.from('OggS'.padEnd(28, '\0') + 'OpusHead'.padEnd(900, 'x'))
    const id = await world.phones.sendFile(phone, one, voice, { kind: 'voice', seconds: '3', waveform: '0,50,100' })
    const got = await device.heardOf(id)
    assert.deepEqual(await downloadMediaMessage(got, 'buffer', {}), voice)
    const audio = got.message?.audioMessage
    assert.deepEqual([audio?.ptt, audio?.seconds, [...(audio?.waveform ?? [])]], [true, 3, [0, 50, 100]])
  })

  it('is something that opens once, as such', async () => {
    const picture = drawn(13)
    const id = await world.phones.sendFile(phone, one, picture, { viewOnce: 'true' })
    const got = await device.heardOf(id)
    assert.equal(got.message?.viewOnceMessageV2?.message?.imageMessage?.viewOnce, true)
    assert.deepEqual(await downloadMediaMessage(got, 'buffer', {}), picture)
  })

  it('opens in a group', async () => {
    const { id: group } = await world.phones.group(phone, 'Vizinhos', [one, other])
    const picture = drawn(17)
    const id = await world.phones.sendFile(phone, group, picture, { text: 'Para todos' })
    for (const member of [device, friend]) {
      const got = await member.heardOf(id)
      assert.equal(got.key.remoteJid, group)
      assert.deepEqual(await downloadMediaMessage(got, 'buffer', {}), picture)
    }
  })

  it('is asked for again through the own phone, once its link has ended', async () => {
    const picture = drawn(19)
    const id = await world.phones.sendFile(phone, one, picture, { text: 'De ontem' })
    const got = await device.heardOf(id)
    await world.phones.expire(got.message?.imageMessage?.directPath ?? '')
    await assert.rejects(downloadMediaMessage(got, 'buffer', {}), 'its link has ended')
    // It builds the new address with the host that it asked for last, and WhatsApp's own if it never did.
    await device.socket.refreshMediaConn(true)
    const renewed = await device.socket.updateMediaMessage(got)
    assert.deepEqual(await downloadMediaMessage(renewed, 'buffer', {}), picture)
  })
})

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
