// Pairing, logging in again and out, by a client library that shares no code with ours.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'

import { DisconnectReason } from 'baileys'

import { type Network, startNetwork, until } from '../support/programs'
import { Device } from './device'
import { trust } from './trust'

let network: Network
let root: Buffer
const devices: Device[] = []
before(async () => {
  network = await startNetwork()
  root = await network.phones.root()
  trust(root)
})
after(async () => {
  await Promise.all(devices.map((device) => device.close()))
  await network.stop()
})

function device(): Device {
  const fresh = new Device(network.wsUrl)
  devices.push(fresh)
  return fresh
}

let count = 0
/** A phone of its own for each test. Numbers are invented. */
async function phone(): Promise<string> {
  const number = `55119000051${String(++count).padStart(2, '0')}`
  await network.phones.create(number, `Loja ${count}`)
  return number
}

async function paired(number: string): Promise<Device> {
  const linked = await Device.linked(network, number)
  devices.push(linked)
  return linked
}

describe('Baileys', () => {
  it('links by QR code, believes every signature it is shown, and learns its name from the app state', async () => {
    const number = await phone()
    const linked = await paired(number)
    assert.equal(linked.jid.split(/[:@]/)[0], number)
    assert.equal(linked.auth.creds.me?.name, `Loja ${count}`)
    assert.equal((await network.phones.show(number)).devices.length, 1)
    assert.deepEqual(linked.complaints, [])
  })

  it('links by a code that is typed on the phone', async () => {
    const number = await phone()
    const linked = device()
    await linked.shownQr()
    const code = await linked.socket.requestPairingCode(number)
    await until('the phone is asked for the code', async () => (await network.phones.show(number)).codeAsked)
    await network.phones.enterCode(number, code)
    await linked.opened()
    await linked.introduced()
    assert.equal(linked.jid.split(/[:@]/)[0], number)
    assert.deepEqual(linked.complaints, [])
  })

  it('turns away from a server under another root', async () => {
    trust(randomBytes(32))
    const wary = device()
    try {
      await wary.ended()
    } finally {
      trust(root)
    }
    assert.equal(wary.qr, undefined, 'it showed a code of a server that it cannot trust')
    assert.match(wary.complaints.join(), /noise intermediate certificate signature invalid/)
  })

  it('logs in again with the keys it kept', async () => {
    const number = await phone()
    const linked = await paired(number)
    await linked.close()
    await linked.ended()
    await until('the phone sees it go', async () => !(await network.phones.show(number)).devices[0]?.online)
    linked.connect()
    await linked.opened()
    assert.equal((await network.phones.show(number)).devices.length, 1, 'it came back as another device')
    assert.deepEqual(linked.complaints, [])
  })

  it('logs out, and the phone no longer lists it', async () => {
    const number = await phone()
    const linked = await paired(number)
    await linked.socket.logout()
    await until('the phone lists nothing', async () => (await network.phones.show(number)).devices.length === 0)
    assert.equal(await linked.ended(), DisconnectReason.loggedOut)
  })

  it('learns that the phone unlinked it', async () => {
    const number = await phone()
    const linked = await paired(number)
    await network.phones.unlink(number)
    assert.equal(await linked.ended(), DisconnectReason.loggedOut)
    linked.connect()
    assert.equal(await linked.ended(), DisconnectReason.loggedOut, 'a login after that is refused')
  })
})
