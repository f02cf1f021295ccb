// What is done with messages, against the mock: by pointer, finger and keyboard.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Locator, Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { barriers, type Look, picture } from '../support/browser'
import { desk, field, openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const phone: Look = { name: 'phone', isPhone: true, theme: 'dark', language: 'pt-BR' }

const row = (page: Page, words: string | RegExp): Locator => page.locator('[data-index]').filter({ hasText: words }).last()

async function choose(page: Page, words: string | RegExp, item: string): Promise<void> {
  await row(page, words).hover()
  await row(page, words).getByRole('button', { name: 'Ações da mensagem' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

const sentTexts = () => [...stage.mock.state.sent.values()]

describe('with a mouse', () => {
  it('answers a message: the quote stands above the field, goes along, and leads back', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Responder')
    await page.getByText('Respondendo a Marina Costa').waitFor()
    await picture(page, 'acting-reply')
    await field(page).fill('Combinado')
    await page.keyboard.press('Enter')
    await page.getByText('Respondendo a Marina Costa').waitFor({ state: 'detached' })
    await until('it is there', () => Promise.resolve(sentTexts().length === 1))
    const [sent] = sentTexts()
    assert.equal(sent?.context.quote?.text, 'Continua o mesmo, sim')
    await row(page, 'Combinado')
      .getByRole('button', { name: /Continua o mesmo/ })
      .waitFor()
  })

  it('reacts, and takes it back', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Reagir com 👍')
    await row(page, 'Continua o mesmo, sim').getByText('👍 Você').waitFor({ state: 'attached' })
    await choose(page, 'Continua o mesmo, sim', 'Tirar a reação 👍')
    await row(page, 'Continua o mesmo, sim').getByText('👍 Você').waitFor({ state: 'detached' })
  })

  it('gives a star and pins: what is pinned stands on top and leads to it', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Favoritar')
    await row(page, 'Continua o mesmo, sim').getByRole('img', { name: 'Favorita' }).waitFor()
    await choose(page, 'Continua o mesmo, sim', 'Fixar por 7 dias')
    await page.getByRole('button', { name: /Fixada na conversa.*Continua o mesmo/ }).click()
    await choose(page, 'Continua o mesmo, sim', 'Desafixar')
    await page.getByRole('button', { name: /Fixada na conversa/ }).waitFor({ state: 'detached' })
  })

  it('deletes for everyone only after a question', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Não consegui ver sua última mensagem', 'Apagar para todos')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Apagar para todos' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Você apagou esta mensagem').waitFor()
  })

  it('deletes for this account alone after a question, and says when that fails', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Apagar para mim')
    const dialog = page.getByRole('dialog')
    stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
    await dialog.getByRole('button', { name: 'Apagar para mim' }).click()
    await dialog.getByText('O fornecedor pausou esta conexão').waitFor()
    assert.equal(await row(page, 'Continua o mesmo, sim').count(), 1)
    stage.mock.state.refuses = null
    await dialog.getByRole('button', { name: 'Apagar para mim' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('log').getByText('Continua o mesmo, sim').waitFor({ state: 'detached' })
  })

  it('reacts with any emoji, which is offered among the first ones to be taken back', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Mais emojis')
    await page.getByRole('dialog').getByRole('searchbox', { name: 'Buscar emoji' }).fill('foguete')
    await page.getByRole('dialog').getByRole('button', { name: 'foguete' }).click()
    await row(page, 'Continua o mesmo, sim').getByText('🚀 Você').waitFor({ state: 'attached' })
    await choose(page, 'Continua o mesmo, sim', 'Tirar a reação 🚀')
    await row(page, 'Continua o mesmo, sim').getByText('🚀 Você').waitFor({ state: 'detached' })
  })

  it('sends a message on to several chats, and says when that fails', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Encaminhar')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Encaminhar' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'pelo menos uma' }).waitFor()
    const search = dialog.getByRole('searchbox', { name: 'Buscar conversa' })
    await search.fill('ninguém assim')
    await dialog.getByText('Nenhuma conversa com este nome.').waitFor()
    await search.fill('')
    await dialog.getByRole('checkbox', { name: /Família Souza/ }).check()
    await dialog.getByRole('checkbox', { name: /João Pereira/ }).check()
    await picture(page, 'acting-forward')
    assert.deepEqual(await barriers(page), [])
    stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
    await dialog.getByRole('button', { name: 'Encaminhar' }).click()
    await dialog.getByRole('alert').waitFor()
    stage.mock.state.refuses = null
    await dialog.getByRole('button', { name: 'Encaminhar' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal(sentTexts().length, 2)
    assert.ok(sentTexts().every(({ context }) => context.forwarded === 1))
  })

  it('sends a message on to five chats at most, and says so', async () => {
    const page = await openChat(stage, desk)
    await choose(page, 'Continua o mesmo, sim', 'Encaminhar')
    const dialog = page.getByRole('dialog')
    const boxes = dialog.getByRole('checkbox')
    await boxes.nth(5).waitFor()
    for (let index = 0; index < 5; index++) await boxes.nth(index).check()
    await boxes.nth(5).click({ force: true })
    await dialog.getByRole('alert').filter({ hasText: 'no máximo 5' }).waitFor()
    assert.equal(await boxes.nth(5).isChecked(), false)
    await boxes.nth(0).uncheck()
    await dialog.getByRole('alert').waitFor({ state: 'detached' })
    await boxes.nth(5).check()
  })

  it('says why the chats to send to are not there', async () => {
    const page = await openChat(stage, desk)
    await page.route('**/chats?*', (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ code: 'internal', status: 500 }) }),
    )
    await choose(page, 'Continua o mesmo, sim', 'Encaminhar')
    await page.getByRole('dialog').getByRole('searchbox').fill('souza')
    await page.getByRole('dialog').getByRole('button', { name: 'Tentar de novo' }).waitFor()
  })

  it('shows how far a message has come, in a group by whom', async () => {
    const page = await openChat(stage, desk, /Família Souza/)
    await choose(page, 'O bolo é comigo', 'Dados da mensagem')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Bruno Souza').waitFor()
    assert.equal(await dialog.getByText('Ana', { exact: true }).count(), 2, 'delivered to, and read by')
    await picture(page, 'acting-info')
    assert.deepEqual(await barriers(page), [])
  })

  it('votes in a poll', async () => {
    const page = await openChat(stage, desk, /Sofia Lima/)
    const log = page.getByRole('log')
    await log.getByText('Confirmado para sábado!').waitFor()
    await log.dispatchEvent('wheel', { deltaY: -1 })
    const poll = log.getByRole('checkbox', { name: /^Votar em/ }).last()
    await until('the poll is there', async () => {
      await log.evaluate((log) => (log.scrollTop -= 400))
      return poll.isVisible()
    })
    await poll.check()
    await until('the vote is there', () =>
      Promise.resolve([...stage.mock.state.changed.values()].some(({ marks }) => marks.votes.some(({ fromMe }) => fromMe))),
    )
  })

  it('answers an event', async () => {
    const page = await openChat(stage, desk, /Sofia Lima/)
    const log = page.getByRole('log')
    await log.getByText('Confirmado para sábado!').waitFor()
    await log.dispatchEvent('wheel', { deltaY: -1 })
    const going = log.getByRole('button', { name: 'Vou', exact: true }).last()
    await until('the event is there', async () => {
      await log.evaluate((log) => (log.scrollTop -= 400))
      return going.isVisible()
    })
    await going.click()
    await log.locator('button[aria-pressed=true]', { hasText: 'Vou' }).waitFor()
  })

  it('says why something was not done', async () => {
    const page = await openChat(stage, desk)
    stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
    await choose(page, 'Continua o mesmo, sim', 'Favoritar')
    await page.getByRole('alert').filter({ hasText: 'Não foi feito' }).waitFor()
  })
})

describe('by keyboard alone', () => {
  it('the last own text is changed with the arrow up, and Escape leaves it as it was', async () => {
    const page = await openChat(stage, desk)
    await field(page).fill('Chego às 14h')
    await page.keyboard.press('Enter')
    await page.getByRole('log').locator('[data-receipt=sending]').waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowUp')
    await page.getByText('Editando sua mensagem').waitFor()
    assert.equal(await field(page).inputValue(), 'Chego às 14h')
    await page.keyboard.press('Escape')
    await page.getByText('Editando sua mensagem').waitFor({ state: 'detached' })
    assert.equal(await field(page).inputValue(), '')
    await page.keyboard.press('ArrowUp')
    await field(page).fill('Chego às 15h')
    await page.keyboard.press('Enter')
    await row(page, 'Chego às 15h').getByText('editada').waitFor()
    assert.equal(sentTexts().length, 1, 'it was sent anew')
  })

  it('the menu opens with Enter and gives the focus back', async () => {
    const page = await openChat(stage, desk)
    const button = row(page, 'Continua o mesmo, sim').getByRole('button', { name: 'Ações da mensagem' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await picture(page, 'acting-menu')
    assert.deepEqual(await barriers(page), [])
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await until('the focus is back', () => button.evaluate((button) => document.activeElement === button))
  })

  it('what is done with an album is done with all of it', async () => {
    const page = await openChat(stage, desk, /João Pereira/)
    const grid = page.getByRole('list', { name: 'Álbum: 6 arquivos' })
    await grid.waitFor()
    const album = page.locator('[data-index]').filter({ has: grid })
    const doing = async (item: string) => {
      await album.getByRole('button', { name: 'Ações da mensagem' }).press('Enter')
      await page.getByRole('menu').waitFor()
      await page.getByRole('menuitem', { name: item, exact: true }).press('Enter')
    }
    await doing('Favoritar')
    await album.getByRole('img', { name: 'Favorita' }).waitFor()
    await until('each has its star', () =>
      Promise.resolve([...stage.mock.state.changed.values()].filter(({ marks }) => marks.isStarred).length === 6),
    )
    await doing('Responder')
    await page.getByText('Respondendo a João Pereira').waitFor()
    await page.keyboard.press('Escape')
    await doing('Encaminhar')
    const forwarding = page.getByRole('dialog', { name: 'Encaminhar 6 mensagens' })
    await forwarding.getByRole('checkbox', { name: /Marina Costa/ }).press('Space')
    await picture(page, 'acting-forward-album')
    await forwarding.getByRole('button', { name: 'Encaminhar' }).press('Enter')
    await forwarding.waitFor({ state: 'detached' })
    const forwarded = sentTexts().filter(({ context }) => context.forwarded === 1)
    const head = sentTexts().find(({ content }) => content.kind === 'album')
    assert.deepEqual(head?.content, { kind: 'album', images: 5, videos: 1 })
    assert.deepEqual([forwarded.length, new Set(forwarded.map(({ context }) => context.album))], [6, new Set([head.id])])

    await doing('Apagar para mim')
    const question = page.getByRole('dialog', { name: 'Apagar estas 6 mensagens para você?' })
    stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
    await question.getByRole('button', { name: 'Apagar para mim' }).press('Enter')
    await question.getByRole('alert').waitFor()
    assert.deepEqual(await barriers(page), [])
    stage.mock.state.refuses = null
    await question.getByRole('button', { name: 'Apagar para mim' }).press('Enter')
    await question.waitFor({ state: 'detached' })
    await grid.waitFor({ state: 'detached' })
  })
})

describe('with a finger', () => {
  it('a message that is held opens its menu, and so the second time', async () => {
    const page = await openChat(stage, phone)
    const words = row(page, 'Continua o mesmo, sim').getByText('Continua o mesmo, sim')
    const box = await words.boundingBox()
    assert.ok(box, 'the message is not there')
    const at = { clientX: box.x + 5, clientY: box.y + 5, pointerType: 'touch', bubbles: true }
    await words.dispatchEvent('pointerdown', at)
    await page.getByRole('menuitem', { name: 'Responder' }).waitFor()
    await picture(page, 'acting-menu-phone')
    await words.dispatchEvent('pointerup', at)
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await words.dispatchEvent('pointerdown', at)
    await page.getByRole('menuitem', { name: 'Responder' }).waitFor()
    await words.dispatchEvent('pointerup', at)
    await page.getByRole('menuitem', { name: 'Responder' }).click()
    await page.getByText('Respondendo a Marina Costa').waitFor()
  })
})
