// Where the shop's programs are told what happens: against the mock by keyboard alone, and with as many deliveries as no
// screen holds; against the real server with a program that receives.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { manyDeliveries, refused, setWebhooks } from '../mock/webhooks'
import { publicId, secret } from '../mock/world'
import { barriers, complaints, launch, type Look, looks, open as openBrowser, picture } from '../support/browser'
import { startWorld, until, type World } from '../support/programs'
import { isSigned, type Receiver, startReceiver } from '../support/receiver'
import { createTenant, readQr } from '../support/steps'

const stage = Stage.set()
const portuguese = looks.filter(({ language }) => language === 'pt-BR')
const [desktop] = portuguese
assert.ok(desktop)

const address = 'https://n8n.example/webhook/pedidos'
const state = () => stage.mock.state
/** The only webhook, or the first one. */
const first = () => {
  const [webhook] = state().webhooks
  assert.ok(webhook, 'there is none')
  return webhook
}
const asked = (pattern: RegExp) => state().asked.filter((line) => pattern.test(line))

async function open(look: Look): Promise<Page> {
  const page = await stage.page(look)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  return page
}
async function toWebhooks(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver webhooks' }).click()
  await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
}
async function toN8n(page: Page): Promise<void> {
  setWebhooks(state(), Date.now())
  await toWebhooks(page)
  await page.getByRole('link', { name: /n8n/ }).click()
  await page.getByRole('heading', { level: 1, name: /n8n/ }).waitFor()
}
/** Goes on by Tab until something has the focus. */
async function tabTo(
  page: Page,
  role: 'button' | 'link' | 'radio' | 'checkbox' | 'combobox' | 'textbox' | 'menuitem',
  name: string | RegExp,
  key = 'Tab',
) {
  const wanted = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first()
  await wanted.waitFor({ state: 'attached' })
  for (let steps = 0; steps < 80; steps++) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return
    await page.keyboard.press(key)
  }
  assert.fail(`the keyboard does not come to ${String(name)}`)
}
const pressed = async (page: Page, ...to: Parameters<typeof tabTo> extends [Page, ...infer Rest] ? Rest : never) => {
  await tabTo(page, ...to)
  await page.keyboard.press('Enter')
}

for (const look of portuguese) {
  describe(`webhooks (${look.name})`, () => {
    it('are made, tried, paused, given another secret and taken away by keyboard alone', async () => {
      const page = await open(look)
      const heard = complaints(page)
      await pressed(page, 'link', 'Ajustes')
      await pressed(page, 'link', 'Ver webhooks')
      await page.getByText('Avise outros programas do que acontece aqui').waitFor()
      await pressed(page, 'button', 'Novo webhook')
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()

      // What is wrong is said at its field, and nothing is lost.
      await page.keyboard.press('Enter')
      await dialog.getByText('Preencha este campo.').waitFor()
      await page.keyboard.type('http://10.0.0.7/webhook')
      await dialog.getByText('Este endereço não é protegido').waitFor()
      await page.keyboard.press('Enter')
      await dialog.getByText(/Escreva um endereço da internet/).waitFor()
      const focused = (label: string) =>
        until(`“${label}” is wrong and has the focus`, () => dialog.getByLabel(label).evaluate((one) => one === document.activeElement))
      await focused('Endereço')
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(address)
      assert.equal(await dialog.getByText('Este endereço não é protegido').count(), 0)

      await tabTo(page, 'radio', /^Tudo o que acontece/)
      await page.keyboard.press('ArrowDown')
      await pressed(page, 'button', 'Criar webhook')
      await dialog.getByText('Escolha ao menos um.').waitFor()
      await tabTo(page, 'checkbox', 'Mensagens')
      await page.keyboard.press('Space')
      await tabTo(page, 'checkbox', /message\.updated/)
      await page.keyboard.press('Space')
      await pressed(page, 'combobox', 'Arquivos das mensagens')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await dialog.getByText('Também o arquivo, se tiver até 64 KiB').waitFor()
      await pressed(page, 'button', 'Adicionar cabeçalho')
      await page.keyboard.type('Webhook-Id')
      await page.keyboard.press('Tab')
      await page.keyboard.type('Bearer 123')
      await page.keyboard.press('Enter')
      await dialog.getByText(/nem os que começam com webhook-/).waitFor()
      await focused('Nome do cabeçalho 1')
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('Authorization')
      assert.deepEqual(await barriers(page), [])
      await page.keyboard.press('Enter')

      await dialog.getByText('Webhook criado').waitFor()
      assert.match((await dialog.locator('[data-shown-once]').textContent()) ?? '', /^whsec_/)
      assert.equal(await dialog.getByRole('link', { name: /Como conferir/ }).getAttribute('href'), '/api/docs')
      const { url, events, headerNames, inlineMediaBytes } = first()
      assert.deepEqual(
        { url, events, headerNames, inlineMediaBytes },
        {
          url: address,
          events: ['message.created', 'message.received', 'message.status_changed'],
          headerNames: ['authorization'],
          inlineMediaBytes: 65_536,
        },
      )
      await pressed(page, 'button', 'Concluir')
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('Mensagem recebida e mais 2').waitFor()

      await pressed(page, 'link', /n8n\.example/)
      await page.getByRole('heading', { level: 1, name: address }).waitFor()
      await pressed(page, 'button', 'Testar')
      await dialog.getByText('Respondeu 200 em 128 ms').waitFor()
      await page.keyboard.press('Escape')
      state().testAnswer = { ...refused, status: 401, answer: '' }
      await pressed(page, 'button', 'Testar')
      await dialog.getByText('Recusou com 401 em 1,6 s').waitFor()
      await dialog.getByText(/Confira os cabeçalhos próprios/).waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })

      await pressed(page, 'button', 'Pausar')
      await page.getByText(/^Pausado desde/).waitFor()
      await pressed(page, 'button', 'Continuar')
      await page.getByText('Ativo', { exact: true }).waitFor()

      await pressed(page, 'button', 'Mais ações do webhook')
      await pressed(page, 'menuitem', 'Trocar segredo', 'ArrowDown')
      await pressed(page, 'button', 'Trocar segredo')
      await dialog.getByText(/^O segredo anterior vale até/).waitFor()
      assert.deepEqual(await barriers(page), [])
      await pressed(page, 'button', 'Concluir')

      // Own headers stay as they are where nobody writes them anew.
      await pressed(page, 'button', 'Editar')
      await dialog.getByText('authorization').waitFor()
      await tabTo(page, 'radio', 'Só do que eu escolher')
      await page.keyboard.press('ArrowUp')
      await pressed(page, 'button', 'Salvar')
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('Tudo o que acontece').waitFor()
      assert.deepEqual([first().events, first().headerNames], [[], ['authorization']])

      // Where they are written anew, none of them is set to nothing by the way.
      await pressed(page, 'button', 'Editar')
      await pressed(page, 'button', 'Trocar os cabeçalhos')
      const changes = () => asked(/POST .*\/webhooks\/[\w-]+$/).length
      const before = changes()
      await pressed(page, 'button', 'Salvar')
      await dialog.getByText('Preencha este campo.').waitFor()
      await focused('Valor do cabeçalho 1')
      assert.equal(changes(), before, 'a header was set to nothing')
      await page.keyboard.type('Bearer 456')
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
      assert.deepEqual(first().headerNames, ['authorization'])

      await pressed(page, 'button', 'Mais ações do webhook')
      await pressed(page, 'menuitem', 'Apagar webhook', 'ArrowDown')
      await dialog.getByText('Apagar o webhook para n8n.example?').waitFor()
      await pressed(page, 'button', 'Apagar webhook')
      await page.getByText('Avise outros programas do que acontece aqui').waitFor()
      assert.equal(state().webhooks.length, 0)
      assert.deepEqual(heard, [], 'the page complained')
    })

    it('show what was sent and what was answered, and send it again once it is known how much that is', async () => {
      const page = await open(look)
      await toN8n(page)
      await page.getByText('Falhas', { exact: true }).click()
      const rows = page.getByRole('list', { name: 'Envios' }).getByRole('button')
      await rows.filter({ hasText: 'Não entregue · 10 tentativas · resposta 500' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Vocês têm <b>pão</b> de queijo hoje? 🧀').waitFor()
      await dialog.getByText('9 tentativas anteriores').click()
      assert.equal(await dialog.getByText('Recusou com 500 em 1,6 s').count(), 10)
      assert.deepEqual(await barriers(page), [])
      await dialog.getByRole('button', { name: 'Reenviar' }).click()
      await dialog.getByText('Está na fila e sai em instantes.').waitFor()
      assert.equal(asked(/POST .*\/deliveries\/.*\/send-again/).length, 1)
      await page.keyboard.press('Escape')
      const failed = () => (state().deliveries.get(first().id) ?? []).filter((one) => one.state === 'failed').length
      const left = failed()
      assert.ok(left > 1)

      await page.getByRole('button', { name: 'Reenviar vários' }).click()
      await dialog.getByRole('button', { name: 'Ver quantos são' }).click()
      await dialog.getByText(`Reenviar ${left} avisos?`).waitFor()
      assert.equal(failed(), left, 'something was sent before the yes')
      await dialog.getByRole('button', { name: 'Voltar' }).click()
      await dialog.getByText('O que aconteceu num período').click()
      await dialog.getByRole('button', { name: 'Ver quantos são' }).click()
      await dialog.getByText('Preencha este campo.').waitFor()
      await dialog.getByLabel('De: dia').fill('2020-01-02')
      await dialog.getByLabel('Até: dia').fill('2020-01-01')
      await dialog.getByText('O fim vem antes do começo.').waitFor()
      await dialog.getByLabel('Até: dia').fill('2020-02-01')
      await dialog.getByRole('button', { name: 'Ver quantos são' }).click()
      await dialog.getByText('Não há nada a reenviar').waitFor()
      await picture(page, `webhook-again-nothing-${look.name}`)
      await dialog.getByLabel('Até: dia').fill('')
      await dialog.getByRole('button', { name: 'Ver quantos são' }).click()
      await dialog.getByText(`Reenviar ${left} avisos?`).waitFor()
      await dialog.getByRole('button', { name: 'Reenviar' }).click()
      await dialog.getByText(`${left} avisos estão na fila.`).waitFor()
      assert.equal(failed(), 0)
      await dialog.getByRole('button', { name: 'Concluir' }).click()
      await page.getByText('Nada deixou de ser entregue').waitFor()
    })
  })
}

it('a log of thousands is read page by page, and a page that does not come is asked for again by hand', async () => {
  const page = await open(desktop)
  setWebhooks(state(), Date.now())
  state().deliveries.set(first().id, manyDeliveries(1, 10_000, Date.now()))
  await toWebhooks(page)
  await page.getByRole('link', { name: /n8n/ }).click()
  const list = page.getByRole('list', { name: 'Envios' })
  await list.getByRole('button').first().waitFor()
  const cursors = () => asked(/deliveries\?.*cursor=/).length
  const toEnd = () => list.evaluate((rows) => rows.parentElement?.scrollTo(0, rows.parentElement.scrollHeight))
  for (let pages = 1; pages <= 5; pages++) {
    await toEnd()
    await until(`page ${pages} is asked for`, () => Promise.resolve(cursors() >= pages))
  }
  assert.ok((await list.getByRole('listitem').count()) < 60, 'they are all in the page')
  const newest = () => asked(/deliveries\?limit=\d+$/).length
  const known = newest()
  await until('the first page is read anew, however far one has gone', () => Promise.resolve(newest() > known))
  await page.route(/cursor=/, (route) => route.abort())
  await toEnd()
  await page.getByText('Não foi possível buscar o resto.').waitFor({ timeout: 30_000 })
  const again = newest()
  await until('the first page is read anew once more', () => Promise.resolve(newest() > again + 1))
  await page.getByText('Não foi possível buscar o resto.').waitFor({ timeout: 1_000 })
  await page.unroute(/cursor=/)
  const before = cursors()
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await until('it goes on', () => Promise.resolve(cursors() > before))
})

it('what is looked at below the first page says how it is now, and no other page is asked for again', async () => {
  const page = await open(desktop)
  setWebhooks(state(), Date.now())
  const all = manyDeliveries(1, 1_000, Date.now(), 1_000, ['message.received'])
  state().deliveries.set(first().id, all)
  await toWebhooks(page)
  await page.getByRole('link', { name: /n8n/ }).click()
  const list = page.getByRole('list', { name: 'Envios' })
  await list.getByRole('button').first().waitFor()
  const cursors = () => asked(/deliveries\?.*cursor=/)
  for (let pages = 1; pages <= 3; pages++) {
    await list.evaluate((rows) => rows.parentElement?.scrollTo(0, rows.parentElement.scrollHeight))
    await until(`page ${pages} is asked for`, () => Promise.resolve(cursors().length >= pages))
  }
  const read = new Set(cursors()).size
  // Two pages up from the last one.
  await list.evaluate((rows) => rows.parentElement?.scrollTo(0, (rows.scrollHeight * 60) / 200))
  await list
    .getByRole('button', { name: /Aguardando|Na fila|tentativa/ })
    .first()
    .waitFor()
  const before = cursors().length
  all.forEach((one) => Object.assign(one, { state: 'delivered', nextAtMs: null, endedAtMs: Date.now() }))
  await list
    .getByRole('button', { name: /Entregue/ })
    .first()
    .waitFor()
  const again = new Set(cursors().slice(before))
  assert.ok(again.size >= 1 && again.size <= 2, `${again.size} pages of ${read} were asked for again`)
})

it('one that was turned off says why, sends nothing again, and is turned on again', async () => {
  const page = await open(desktop)
  setWebhooks(state(), Date.now())
  await toWebhooks(page)
  await page.getByText('Nenhum envio deu certo por cinco dias.').waitFor()
  await page.getByRole('link', { name: /antigo/ }).click()
  const again = page.getByRole('button', { name: 'Reenviar vários' })
  assert.equal(await again.getAttribute('aria-disabled'), 'true')
  assert.match((await again.getAttribute('title')) ?? '', /desligado\. Religue-o/)
  await page.getByRole('button', { name: 'Religar' }).click()
  await page.getByText('Ativo', { exact: true }).waitFor()
  assert.equal(await again.getAttribute('aria-disabled'), null)
})

it('the eleventh is not offered, and one that is refused says so', async () => {
  const page = await open(desktop)
  await toWebhooks(page)
  await page.getByRole('button', { name: 'Novo webhook' }).click()
  const dialog = page.getByRole('dialog')
  // Somebody else has made ten meanwhile.
  for (let at = 0; at < 3; at++) {
    const before = state().webhooks
    setWebhooks(state(), Date.now())
    state().webhooks = [...before, ...state().webhooks.map((one) => ({ ...one, id: `${one.id}-${at}` }))].slice(0, 10)
  }
  await dialog.getByLabel('Endereço').fill(address)
  await page.keyboard.press('Enter')
  await dialog.getByText('Já há dez webhooks. Apague um de que ninguém precisa.').waitFor()
  await page.keyboard.press('Escape')
  const create = page.getByRole('button', { name: 'Novo webhook' })
  await until('it is known', async () => (await create.getAttribute('aria-disabled')) === 'true', 20_000)
})

describe('a program that receives, and the real server', () => {
  let browser: Browser
  let world: World
  let receiver: Receiver
  before(async () => {
    browser = await launch()
    world = await startWorld()
    receiver = await startReceiver()
  })
  after(async () => {
    await browser.close()
    await receiver.stop()
    await world.stop()
  })

  it('is told what a customer writes, signed; what it refuses waits and goes again; 410 ends it', async () => {
    const [shop, customer] = ['5511900004411', '5511900004422'] // invented
    await world.phones.create(shop, 'Padaria Sol')
    await world.phones.create(customer, 'Marina Costa')
    const admin = await (await openBrowser(browser, desktop)).newPage()
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, 'Padaria Sol')
    const page = await (await openBrowser(browser, desktop)).newPage()
    const heard = complaints(page)
    await page.goto(link)
    await world.phones.scan(shop, await readQr(page))
    await page.getByRole('heading', { name: 'Conectado' }).waitFor()
    await toWebhooks(page)

    // A private network is refused with its words.
    await page.getByRole('button', { name: 'Novo webhook' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Endereço').fill('http://192.168.0.20:5678/webhook')
    await page.keyboard.press('Enter')
    await dialog.getByText(/Endereços da rede local não servem/).waitFor()
    await picture(page, 'webhook-real-refused')

    // Builds for the emulator take this machine for a public one.
    await dialog.getByLabel('Endereço').fill(receiver.url)
    await dialog.getByText('Só do que eu escolher').click()
    await dialog.getByRole('checkbox', { name: /message\.received/ }).check()
    await dialog.getByRole('button', { name: 'Adicionar cabeçalho' }).click()
    await dialog.getByLabel('Nome do cabeçalho 1').fill('X-Loja')
    await dialog.getByLabel('Valor do cabeçalho 1').fill('12')
    await dialog.getByRole('button', { name: 'Criar webhook' }).click()
    const secret = (await dialog.locator('[data-shown-once]').textContent()) ?? ''
    await dialog.getByRole('button', { name: 'Concluir' }).click()
    await page.getByRole('link', { name: /127\.0\.0\.1/ }).click()

    await page.getByRole('button', { name: 'Testar' }).click()
    await dialog.getByText(/^Respondeu 200 em/).waitFor()
    await dialog.getByText('"ok": true').waitFor()
    await picture(page, 'webhook-real-tested')
    await page.keyboard.press('Escape')
    assert.equal((JSON.parse(receiver.got[0]?.body ?? '{}') as { type: string }).type, 'webhook.test')

    await world.phones.send(customer, shop, 'Bom dia! Têm pão de queijo? 🧀')
    const got = await until('it is told', () => Promise.resolve(receiver.got[1]))
    assert.ok(isSigned(got, secret), 'it is not signed with the secret that was shown')
    assert.equal(got.headers['x-loja'], '12')
    const rows = page.getByRole('list', { name: 'Envios' }).getByRole('button')
    const row = rows.filter({ hasText: 'Mensagem recebida' }).filter({ hasText: 'Entregue · 1 tentativa · resposta 200' })
    await row.first().waitFor()
    await row.first().click()
    await dialog.getByText('Têm pão de queijo').waitFor()
    await dialog.getByText(String(got.headers['webhook-id'])).first().waitFor()
    await picture(page, 'webhook-real-delivery')
    await page.keyboard.press('Escape')

    // The program breaks: what it did not take waits, and goes again as soon as somebody says so.
    receiver.answer = { status: 500, text: 'quebrou' }
    await world.phones.send(customer, shop, 'E bolo de fubá?')
    await page.getByText(/^Com falhas desde/).waitFor({ timeout: 30_000 })
    const waiting = rows.filter({ hasText: 'Esperando' })
    await waiting.first().waitFor()
    await picture(page, 'webhook-real-failing')
    receiver.answer = { status: 200, text: '{"ok":true}' }
    await waiting.first().click()
    await dialog.getByText('quebrou').first().waitFor()
    await dialog.getByRole('button', { name: 'Reenviar' }).click()
    await until('it is told again', () => Promise.resolve(receiver.got.filter(({ body }) => body.includes('fubá')).length >= 2))
    await page.keyboard.press('Escape')
    await page.getByText('Ativo', { exact: true }).waitFor({ timeout: 30_000 })

    // All of a period goes again, also what was delivered, once it is known how much that is.
    await page.getByRole('button', { name: 'Reenviar vários' }).click()
    await dialog.getByText('O que aconteceu num período').click()
    await dialog.getByLabel('De: dia').fill('2020-01-01')
    await dialog.getByText('Só o que não foi entregue').click()
    const before = receiver.got.length
    await dialog.getByRole('button', { name: 'Ver quantos são' }).click()
    await dialog.getByText('Reenviar 2 avisos?').waitFor()
    assert.equal(receiver.got.length, before, 'something was sent before the yes')
    await dialog.getByRole('button', { name: 'Reenviar' }).click()
    await dialog.getByText('2 avisos estão na fila.').waitFor()
    await dialog.getByRole('button', { name: 'Concluir' }).click()
    const again = await until('both are told', () => Promise.resolve(receiver.got.length >= before + 2 && receiver.got.slice(before)))
    assert.deepEqual(
      again.map(({ headers }) => headers['webhook-id']),
      [...new Set(receiver.got.slice(1, before).map(({ headers }) => headers['webhook-id']))],
      'they go under their own ids, in their order',
    )

    // The program wants no more: the page says so by itself.
    receiver.answer = { status: 410, text: '' }
    await world.phones.send(customer, shop, 'Obrigada!')
    await page.getByText('O endereço respondeu que não quer mais receber (410).', { exact: false }).waitFor()
    await picture(page, 'webhook-real-gone')
    await page.getByRole('button', { name: 'Religar' }).click()
    await page.getByText('Ativo', { exact: true }).waitFor()
    assert.deepEqual(await barriers(page), [])
    assert.deepEqual(heard, [], 'the page complained')
  })
})
