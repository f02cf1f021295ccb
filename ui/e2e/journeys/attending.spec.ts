// Two who answer for one shop: what they note down, whose a chat is, and who is in it; each in a browser of their own.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { ana, noteOf, rui } from '../mock/attending'
import { MockSocket } from '../mock/socket'
import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { barriers, complaints, launch, looks, open, picture } from '../support/browser'
import { desk, openChat } from '../support/panel'
import { startWorld, until, type World } from '../support/programs'
import { choose, createTenant, readQr } from '../support/steps'

const stage = Stage.set()

const onChat = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'Ações da conversa' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
const marina = () => {
  const chat = stage.mock.state.chats.find(({ name }) => name === 'Marina Costa')
  assert.ok(chat)
  return chat
}

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(`notes (${look.name})`, () => {
    it('are written once somebody said who they are, changed, and deleted after a question', async () => {
      const page = await openChat(stage, look)
      await onChat(page, 'Anotar')
      const field = page.getByLabel('Nova nota')
      await field.waitFor()
      assert.ok(await field.evaluate((field) => field === document.activeElement), 'one begins to write at once')
      await field.fill('Prefere entrega\nà tarde.')
      await page.keyboard.press('Control+Enter')
      const asking = page.getByRole('dialog', { name: 'Quem atende aqui?' })
      await asking.getByRole('button', { name: 'Continuar' }).click()
      await asking.getByRole('alert').waitFor()
      await asking.getByLabel('Seu nome').fill('Ana Paula')
      await page.keyboard.press('Enter')
      await asking.waitFor({ state: 'detached' })
      const notes = page.getByRole('list', { name: 'Notas' })
      await notes.getByText('Prefere entrega').waitFor()
      await notes.getByText('Ana Paula').waitFor()
      assert.equal(await field.inputValue(), '')
      await picture(page, `notes-${look.name}`)
      assert.deepEqual(await barriers(page), [])

      await notes.getByRole('button', { name: /^Editar a nota de Ana Paula/ }).click()
      await page.getByLabel('Texto da nota').fill('Prefere de manhã.')
      await page.getByRole('button', { name: 'Salvar nota' }).first().click()
      await notes.getByText('Prefere de manhã.').waitFor()
      await notes.getByText(/editada/).waitFor()

      await notes.getByRole('button', { name: /^Apagar a nota/ }).click()
      const question = page.getByRole('group', { name: 'Apagar esta nota?' })
      await page.keyboard.press('Escape')
      await question.waitFor({ state: 'detached' })
      assert.equal(await page.getByRole('dialog').count(), 1, 'Escape gives up the question alone')
      await notes.getByRole('button', { name: /^Apagar a nota/ }).click()
      await picture(page, `notes-remove-${look.name}`)
      await question.getByRole('button', { name: 'Apagar' }).click()
      await notes.waitFor({ state: 'detached' })
      assert.deepEqual(stage.mock.state.notes, [])
      assert.equal(stage.mock.state.sent.size, 0, 'nothing was sent')
    })

    it('are counted in the head of the chat, and open from there', async () => {
      stage.mock.state.notes = [noteOf(marina().id, 'Paga no dia 5.'), noteOf(marina().id, 'Alérgica a amendoim.')]
      marina().notes = 2
      const page = await openChat(stage, look)
      await page.getByRole('button', { name: '2 notas' }).click()
      await page.getByRole('list', { name: 'Notas' }).getByText('Alérgica a amendoim.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })
  })
}

describe('a note', () => {
  it('that cannot be saved keeps its words and says why', async () => {
    Object.assign(stage.mock.state, { attendants: [ana], ownAttendant: ana.id })
    const page = await openChat(stage, desk)
    await onChat(page, 'Anotar')
    const field = page.getByLabel('Nova nota')
    await field.fill('x'.repeat(4_001))
    await page.getByText('Longa demais: até 4000 letras.').or(page.getByText('Longa demais: até 4.000 letras.')).waitFor()
    await field.fill('Paga no dia 5.')
    stage.mock.state.isAway = true
    await page.getByRole('button', { name: 'Salvar nota' }).click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    assert.equal(await field.inputValue(), 'Paga no dia 5.')
    stage.mock.state.isAway = false
    await page.getByRole('button', { name: 'Salvar nota' }).click()
    await page.getByRole('list', { name: 'Notas' }).getByText('Paga no dia 5.').waitFor()
  })
})

describe('a chat', () => {
  it('is given to somebody, shown with them, and found among mine', async () => {
    Object.assign(stage.mock.state, { attendants: [ana, rui], ownAttendant: ana.id })
    const page = await openChat(stage, desk)
    await onChat(page, 'Dados da conversa')
    await choose(page, 'Quem cuida', 'Rui')
    await until('it is his', () => Promise.resolve(marina().assigneeId === rui.id))
    await page.getByRole('button', { name: 'Assumir' }).click()
    await until('it is hers', () => Promise.resolve(marina().assigneeId === ana.id))
    await page.getByRole('button', { name: 'Assumir' }).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.getByRole('banner').or(page.locator('header')).getByRole('img', { name: 'Com Ana Paula' }).waitFor()
    await page
      .getByRole('link', { name: /Marina Costa/ })
      .getByRole('img', { name: 'Com Ana Paula' })
      .waitFor()
    await page.getByRole('radio', { name: 'Minhas' }).click()
    await until('the others are gone', async () => (await page.getByRole('link', { name: /Família Souza/ }).count()) === 0)
    await picture(page, 'chats-mine')
    assert.deepEqual(await barriers(page), [])
    await onChat(page, 'Dados da conversa')
    await choose(page, 'Quem cuida', 'Ninguém')
    await page.keyboard.press('Escape')
    await page.getByText('Nenhuma conversa com você').waitFor()
  })
})

describe('the settings', () => {
  it('say who answers here, and let names be chosen, changed and taken away', async () => {
    stage.mock.state.attendants = [rui]
    const page = await openChat(stage, desk)
    await page.getByRole('link', { name: 'Ajustes' }).click()
    await page.getByRole('button', { name: 'Dizer quem atende aqui' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rui' }).click()
    await page.getByText('Atende neste navegador').waitFor()
    await page.getByRole('button', { name: 'Outra pessoa atende aqui' }).click()
    await page.getByRole('dialog').getByLabel('Seu nome').fill('Ana Paula')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Mudar o nome de Ana Paula' }).click()
    await page.getByRole('dialog').getByLabel('Nome').fill('rui')
    await page.keyboard.press('Enter')
    await page.getByText('Outra pessoa já tem este nome.').waitFor()
    await page.getByRole('dialog').getByLabel('Nome').fill('Ana')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Apagar Rui' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Apagar' }).click()
    await until('he is gone', () => Promise.resolve(stage.mock.state.attendants.map(({ name }) => name).join() === 'Ana'))
  })
})

describe('who else is in a chat', () => {
  it('is said in its head, also that they write, and never of oneself', async () => {
    Object.assign(stage.mock.state, { attendants: [ana, rui], ownAttendant: ana.id })
    const looker = { who: 'login-2', attendantId: rui.id, attendantName: rui.name, chatId: marina().id, isTyping: false }
    stage.mock.state.lookers = [looker, { ...looker, who: 'login-3', attendantId: ana.id, attendantName: ana.name }]
    const page = await stage.page(desk)
    const socket = await MockSocket.of(page.context())
    await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
    await page.getByRole('link', { name: /Marina Costa/ }).click()
    await page.getByText(/Rui está nesta conversa/).waitFor()
    await picture(page, 'others-looking')
    assert.equal(await page.getByText(/Ana Paula está/).count(), 0)
    await socket.say('looking', { ...looker, isTyping: true })
    await page.getByText(/Rui está escrevendo/).waitFor()
    await socket.say('looking', { ...looker, who: 'login-4', attendantId: null, attendantName: null })
    await socket.say('looking', { ...looker, isTyping: false })
    await page.getByText(/Alguém da equipe e Rui estão nesta conversa|Rui e Alguém da equipe estão nesta conversa/).waitFor()
    for (const who of ['login-2', 'login-4']) await socket.say('looking', { ...looker, who, chatId: null })
    await page.getByText(/nesta conversa/).waitFor({ state: 'detached' })
  })
})

describe('two browsers on the real server', () => {
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

  it('show each other notes, whose a chat is, and who is in it', async () => {
    const [shop, contact] = ['5511900001301', '5511900002301'] // invented
    await world.phones.create(shop, 'Padaria Sol')
    await world.phones.create(contact, 'Marina')
    const admin = await (await open(browser, desk)).newPage()
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, 'Padaria Sol')
    const [first, second] = [await (await open(browser, desk)).newPage(), await (await open(browser, desk)).newPage()]
    const heard = [complaints(first), complaints(second)]
    await first.goto(link)
    await world.phones.scan(shop, await readQr(first))
    await first.getByRole('heading', { name: 'Conectado' }).waitFor()
    await world.phones.send(contact, shop, 'Bom dia!')
    await second.goto(link)
    for (const [page, name] of [
      [first, 'Ana'],
      [second, 'Rui'],
    ] as const) {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await page.getByRole('button', { name: 'Dizer quem atende aqui' }).click()
      await page.getByRole('dialog').getByLabel('Seu nome').fill(name)
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Conversas' }).click()
      await page.getByRole('link', { name: /Marina/ }).click()
      await page.getByRole('log').getByText('Bom dia!').waitFor()
    }
    await first.getByText(/Rui está nesta conversa/).waitFor()
    await second.getByText(/Ana está nesta conversa/).waitFor()
    assert.equal(await first.getByText(/Ana está/).count(), 0, 'nobody is told of themselves')
    await first.getByRole('textbox', { name: 'Mensagem' }).pressSequentially('Bom d')
    await second.getByText(/Ana está escrevendo/).waitFor()

    await onChat(first, 'Anotar')
    await first.getByLabel('Nova nota').fill('Prefere entrega à tarde.')
    await first.getByRole('button', { name: 'Salvar nota' }).click()
    await second.getByRole('button', { name: '1 nota' }).click()
    const notes = second.getByRole('list', { name: 'Notas' })
    await notes.getByText('Prefere entrega à tarde.').waitFor()
    await notes.getByText('Ana', { exact: true }).waitFor()
    await second.getByRole('button', { name: 'Assumir' }).click()
    await first.keyboard.press('Escape')
    await first
      .getByRole('link', { name: /Marina/ })
      .getByRole('img', { name: 'Com Rui' })
      .waitFor()
    await second.close()
    await first.getByText(/Rui está nesta conversa/).waitFor({ state: 'detached' })

    const arrived = await world.phones.chat(contact, shop)
    assert.ok(!arrived.some(({ text }) => text?.includes('Prefere')), 'the note left')
    assert.deepEqual(heard.flat(), [])
  })
})
