// A message that nobody writes, against the real server and an emulated WhatsApp: it arrives once, and is no answer.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'

import type { Browser } from 'playwright-core'

import { complaints, launch, looks, open, picture } from '../support/browser'
import { startWorld, until, type World } from '../support/programs'
import { createTenant, readQr } from '../support/steps'

let browser: Browser
let world: World
before(async () => {
  browser = await launch()
  world = await startWorld()
})
after(async () => {
  await browser.close()
  await world.stop()
})

/** Numbers are invented. */
const [shop, contact] = ['5511900001301', '5511900002301']
const weekdays = ['domingo', 'segunda-feira', 'terça-feira', 'quarta-feira', 'quinta-feira', 'sexta-feira', 'sábado']

it('who writes outside the hours is answered once, and goes on waiting', async () => {
  const look = looks.find(({ language, isPhone }) => language === 'pt-BR' && !isPhone)
  assert.ok(look)
  await world.phones.create(shop, 'Padaria Sol')
  await world.phones.create(contact, 'Marina')
  const provider = await open(browser, look)
  const admin = await provider.newPage()
  await admin.goto(world.loginUrl)
  const link = await createTenant(admin, 'Padaria Sol')
  const tenant = await open(browser, look)
  const portal = await tenant.newPage()
  const heard = complaints(portal)
  await portal.goto(link)
  await world.phones.scan(shop, await readQr(portal))
  await portal.getByRole('heading', { name: 'Conectado' }).waitFor()

  // Closed on every day but one that is far: whatever the clock says, it is closed now.
  await portal.getByRole('link', { name: 'Ajustes' }).click()
  await portal.getByRole('link', { name: 'Ver horário' }).click()
  await portal.getByLabel('Usar horário de atendimento').check()
  const openDay = weekdays[(new Date().getDay() + 3) % 7]
  for (const day of weekdays) await portal.getByLabel(day, { exact: true }).setChecked(day === openDay)
  await portal.getByRole('button', { name: 'Salvar' }).click()
  await portal.getByText(/^Fechado agora, abre/).waitFor()
  await portal.getByRole('button', { name: 'Voltar aos ajustes' }).click()
  await portal.getByRole('link', { name: 'Ver mensagens' }).click()
  await portal.getByLabel('Enviar mensagem de ausência').check()
  await portal.getByText(/^Fechado agora: quem escrever até/).waitFor()
  await portal.getByLabel('Mensagem', { exact: true }).fill('Oi, {nome}! Estamos fechados.')
  await portal.getByRole('button', { name: 'Salvar' }).click()
  await portal.getByText('Salvo. Vale para quem escrever a partir de agora.').waitFor()
  await picture(portal, 'away-1-settings')

  await world.phones.send(contact, shop, 'Vocês abrem hoje?')
  const got = await until('the answer arrives', async () =>
    (await world.phones.chat(contact, shop)).find((message) => message.text === 'Oi, Marina! Estamos fechados.'),
  )
  assert.equal(got.deliveries, 1)
  await world.phones.send(contact, shop, 'Alô?')
  await portal.getByRole('link', { name: 'Conversas' }).click()
  await portal.getByRole('link', { name: /Marina/ }).click()
  const log = portal.getByRole('log')
  await log.getByText('Alô?').waitFor()
  await log.getByText('Enviada automaticamente').waitFor()
  await picture(portal, 'away-2-conversation')
  // What a person writes leaves behind whatever was decided before: once it is there, nothing else is on its way.
  await portal.getByRole('textbox', { name: 'Mensagem', exact: true }).fill('Amanhã às 6h!')
  await portal.keyboard.press('Enter')
  await until('the person answers', async () =>
    (await world.phones.chat(contact, shop)).some((message) => message.text === 'Amanhã às 6h!'),
  )
  const answers = (await world.phones.chat(contact, shop)).filter(({ fromMe }) => !fromMe)
  assert.deepEqual(
    answers.map(({ text }) => text),
    ['Oi, Marina! Estamos fechados.', 'Amanhã às 6h!'],
  )
  assert.deepEqual(heard, [], 'the page complained')
  await provider.close()
  await tenant.close()
})
