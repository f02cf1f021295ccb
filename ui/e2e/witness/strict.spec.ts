// What the network hands out as signed is signed: judged here by hand, because clients take most of it on trust.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildBuffer, getBinaryNodeChildren, proto } from 'baileys'

import { type Network, startNetwork } from '../support/programs'
import { Device, jid } from './device'
import { isSigned, trust } from './trust'

// Numbers are invented.
const [own, peer] = ['5511900005501', '5511900005502']
/** WhatsApp's domain separators: the phone's word for a device, the device's own, the phone's list of devices. */
const [account, device, list] = [Buffer.from([6, 0]), Buffer.from([6, 1]), Buffer.from([6, 2])]

let network: Network
let asking: Device
let asked: Device
before(async () => {
  network = await startNetwork()
  trust(await network.phones.root())
  await network.phones.create(own, 'Quem pergunta')
  await network.phones.create(peer, 'De quem se pergunta')
  asking = await Device.linked(network, own)
  asked = await Device.linked(network, peer)
})
after(async () => {
  await asking.close()
  await asked.close()
  await network.stop()
})

async function ask(xmlns: string, content: BinaryNode[]): Promise<BinaryNode> {
  return (await asking.socket.query({ tag: 'iq', attrs: { to: 's.whatsapp.net', type: 'get', xmlns }, content })) as BinaryNode
}

function child(node: BinaryNode | undefined, ...path: string[]): BinaryNode {
  const found = path.reduce((node: BinaryNode | undefined, tag) => getBinaryNodeChild(node, tag), node)
  assert.ok(found, `no ${path.join(' / ')}`)
  return found
}

const bytes = (node: BinaryNode, tag: string) => Buffer.from(getBinaryNodeChildBuffer(node, tag) as Uint8Array)

/** The keys with which to begin talking to a device. */
async function bundle(address: string): Promise<BinaryNode> {
  const answer = await ask('encrypt', [{ tag: 'key', attrs: {}, content: [{ tag: 'user', attrs: { jid: address } }] }])
  return child(answer, 'list', 'user')
}

describe('signed by the network', () => {
  it("a phone's list of devices, by the phone", async () => {
    const answer = await ask('usync', [
      {
        tag: 'usync',
        attrs: { sid: 'strict', mode: 'query', context: 'message', index: '0', last: 'true' },
        content: [
          { tag: 'query', attrs: {}, content: [{ tag: 'devices', attrs: { version: '2' } }] },
          { tag: 'list', attrs: {}, content: [{ tag: 'user', attrs: { jid: jid(peer) } }] },
        ],
      },
    ])
    const devices = child(answer, 'usync', 'list', 'user', 'devices')
    const signed = proto.ADVSignedKeyIndexList.decode(bytes(devices, 'key-index-list'))
    const { details, accountSignature, accountSignatureKey } = signed
    assert.ok(details && accountSignature && accountSignatureKey, 'the list is not whole')
    const phone = await bundle(jid(peer))
    assert.deepEqual(Buffer.from(accountSignatureKey), bytes(phone, 'identity'), 'another phone signed it')
    assert.ok(isSigned(accountSignatureKey, Buffer.concat([list, details]), accountSignature), 'the signature is wrong')
    const forged = Buffer.from(details)
    forged[forged.length - 1]! ^= 1
    assert.ok(!isSigned(accountSignatureKey, Buffer.concat([list, forged]), accountSignature), 'any list would pass')

    const { validIndexes, currentIndex } = proto.ADVKeyIndexList.decode(details)
    const listed = getBinaryNodeChildren(child(devices, 'device-list'), 'device').map(({ attrs }) => Number(attrs['key-index'] ?? 0))
    assert.deepEqual(listed, validIndexes, 'the list that is signed is not the list that is shown')
    assert.ok(listed.every((index) => index <= (currentIndex ?? 0)))
  })

  it('a bundle of keys, by the device', async () => {
    for (const address of [jid(peer), asked.jid]) {
      const keys = await bundle(address)
      const signed = child(keys, 'skey')
      const key = Buffer.concat([Buffer.from([5]), bytes(signed, 'value')])
      assert.ok(isSigned(bytes(keys, 'identity'), key, bytes(signed, 'signature')), `${address}: the prekey is not its own`)
    }
  })

  it('a companion, by its phone and by itself', async () => {
    const keys = await bundle(asked.jid)
    const identity = bytes(keys, 'identity')
    const { details, accountSignature, accountSignatureKey, deviceSignature } = proto.ADVSignedDeviceIdentity.decode(
      bytes(keys, 'device-identity'),
    )
    const phone = bytes(await bundle(jid(peer)), 'identity')
    assert.ok(details && accountSignature && deviceSignature, 'the identity is not whole')
    if (accountSignatureKey?.length) assert.deepEqual(Buffer.from(accountSignatureKey), phone, 'another phone vouches for it')
    assert.ok(isSigned(phone, Buffer.concat([account, details, identity]), accountSignature), 'its phone does not vouch for it')
    assert.ok(isSigned(identity, Buffer.concat([device, details, identity, phone]), deviceSignature), 'it does not say so itself')
  })
})
