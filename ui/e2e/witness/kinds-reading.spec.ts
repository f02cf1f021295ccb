// Every kind as Baileys sends it, by every way into the tenant's panel: what stands there is what was sent.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { until, type World } from '../support/programs'
import { trustedWorld } from './company'
import { Device, jid } from './device'
import { allShown, changeAll, type Line } from './kinds/changes'
import { kindsOf } from './kinds/contract'
import { People } from './kinds/people'
import { elsewhere, rows } from './kinds/rows'
import { answerOther, arrived, filesAreWhole, type Sent, sendAll } from './kinds/sending'
import { logIn, Tenant } from './tenant'

// Numbers are invented.
const [shop, ana, bia] = ['5511900005501', '5511900005502', '5511900005503'] as const
/** The tenant's device, which is linked after Baileys' own. */
const device = { account: shop, device: 2 }

let world: World
let tenant: Tenant
let contact: Device
let own: Device
let people: People
let group: string
/** All that was sent so far. */
const sent: Sent[] = []
const changed: Line[] = []

before(async () => {
  world = await trustedWorld({ [shop]: 'Padaria Sol', [ana]: 'Ana Souza', [bia]: 'Bia Lima' })
  // Baileys would look for a long history at WhatsApp's own hosts, so that it is linked before there is one.
  own = await Device.linked(world.network, shop)
  people = await People.of(world)
  contact = await Device.linked(world.network, ana)
  group = (await contact.socket.groupCreate('Fornada', [jid(shop)])).id
  tenant = await Tenant.create(world, await logIn(world), 'Padaria Sol')
})
after(async () => {
  await contact.close()
  await own.close()
  await world.stop()
})

const ours = { by: shop, isOwn: true }
const fromContact = async (to: string, way: string) => void sent.push(...(await sendAll(contact, to, { way, by: ana, isOwn: false })))
const allArrived = () => arrived(tenant, people, sent)

describe('what Baileys sends', () => {
  it('is of every kind', () => {
    const tried = new Set<string>([...rows.map(({ kind }) => kind), ...Object.keys(elsewhere)])
    assert.deepEqual([...tried].sort(), kindsOf('Content'))
  })

  it('before the phone was linked comes from its history', async () => {
    await fromContact(jid(shop), 'history')
    await fromContact(group, 'history, group')
    sent.push(...(await sendAll(own, jid(ana), { way: 'history, own device', ...ours })))
    await tenant.link(world, shop)
    await allArrived()
  })

  it('comes at once, in a group too', async () => {
    await fromContact(jid(shop), 'contact')
    await fromContact(group, 'group')
    await allArrived()
  })

  it('comes once, also where WhatsApp brings it again', async () => {
    await world.phones.misbehave({ fault: 'lose-acks', ...device, flow: 'out' })
    const from = sent.length
    await fromContact(jid(shop), 'redelivered')
    await allArrived()
    await world.phones.behave()
    await world.phones.drop(shop)
    own.connect()
    await own.opened()
    for (const { id } of sent.slice(from))
      await until('WhatsApp brings everything again', async () => (await world.phones.handed(id, `${shop}:2`)) > 1)
    await tenant.is('connected')
    await allArrived()
  })

  it('while the session is stopped comes when it is back', async () => {
    await tenant.stop()
    await fromContact(jid(shop), 'offline')
    await fromContact(group, 'offline, group')
    await tenant.start()
    await allArrived()
  })

  it('from the own number is shown as own', async () => {
    sent.push(...(await sendAll(own, jid(ana), { way: 'own device', ...ours })))
    sent.push(...(await sendAll(own, group, { way: 'own device, group', ...ours })))
    await allArrived()
    await tenant.stop()
    sent.push(...(await sendAll(own, jid(ana), { way: 'own device, offline', ...ours })))
    await tenant.start()
    await allArrived()
  })

  it('answers what the other one wrote', async () => {
    const direct = [
      { answer: await answerOther(contact, own, { by: jid(shop), other: jid(ana) }), fromMe: true, sender: shop },
      { answer: await answerOther(own, contact, { by: jid(ana), other: jid(shop) }), fromMe: false, sender: ana },
    ]
    const inGroup = [
      { answer: await answerOther(contact, own, { by: group, other: group }), fromMe: true, sender: shop },
      { answer: await answerOther(own, contact, { by: group, other: group }), fromMe: false, sender: ana },
    ]
    for (const { answer, ...whose } of [...direct, ...inGroup]) {
      const [id, asked] = answer
      const got = await until('the answer is here', async () => (await tenant.everything()).get(id))
      assert.deepEqual(people.inside(got.context.quote), { id: asked, kind: 'text', text: 'tem bolo?', ...whose })
    }
  })

  it('what makes itself has its line', async () => {
    const place = { device: contact, shop, guest: bia, group }
    changed.push(...(await changeAll(place, 'na hora')))
    await allShown(tenant, people, ana, changed)
    await tenant.stop()
    changed.push(...(await changeAll(place, 'depois')))
    await tenant.start()
    await allShown(tenant, people, ana, changed)
  })

  it('what could not be opened is said so, until Baileys sends it again', async () => {
    const damaged = { fault: 'undecryptable', ...device, flow: 'in', stanza: 'message' }
    const kindOf = async (id: string) => (await tenant.everything()).get(id)?.content.kind
    await world.phones.misbehave(damaged)
    const lost = await contact.send(jid(shop), { text: 'ilegível' })
    await until('it is named', async () => (await kindOf(lost)) === 'undecryptable')
    await world.phones.behave()
    await world.phones.misbehave({ ...damaged, count: 1 })
    const mended = await contact.send(jid(shop), { text: 'ilegível uma vez' })
    await until('it is mended', async () => (await kindOf(mended)) === 'text')
  })

  it('is the same after a restart, its files to the last byte', async () => {
    await filesAreWhole(tenant, await allArrived(), sent)
    const before = await allArrived()
    await (await world.kill()).back()
    await tenant.is('connected')
    const after = await allArrived()
    await allShown(tenant, people, ana, changed)
    for (const [id, message] of before) assert.deepEqual(after.get(id), message)
    assert.equal(after.size, before.size)
  })

  it('Baileys complained of nothing', () => {
    assert.deepEqual([...contact.complaints, ...own.complaints], [])
  })
})
