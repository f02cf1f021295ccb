// What is done with a chat as a whole, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { barriers, looks, picture } from '../support/browser'
import { becomes, desk, openChat } from '../support/panel'

const stage = Stage.set()

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Ações da conversa' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

const marina = () => stage.mock.state.chats.find(({ name }) => name === 'Marina Costa')

describe('a chat', () => {
  it('is archived, pinned, muted and marked unread from its menu, and the list shows it', async () => {
    const page = await openChat(stage, desk, /Marina Costa/)
    const row = page.getByRole('link', { name: /Marina Costa/ })
    await choose(page, 'Arquivar')
    await row.waitFor({ state: 'detached' })
    assert.equal(marina()?.isArchived, true)
    await choose(page, 'Desarquivar')
    await row.waitFor()
    for (const [item, mark, back] of [
      ['Fixar no topo', 'Fixada', 'Desafixar do topo'],
      ['Silenciar', 'Silenciada', 'Voltar a avisar'],
    ] as const) {
      await choose(page, item)
      await row.getByRole('img', { name: mark }).waitFor()
      await choose(page, back)
      await row.getByRole('img', { name: mark }).waitFor({ state: 'detached' })
    }
    const before = stage.mock.state.asked.length
    await choose(page, 'Marcar como não lida')
    await row.getByRole('img', { name: 'Marcada como não lida' }).waitFor()
    // Whatever the open chat might ask, it has by the time another one is open.
    await page.getByRole('link', { name: /João Pereira/ }).click()
    await page.getByRole('heading', { name: /João Pereira/ }).waitFor()
    await page.getByRole('log').waitFor()
    const read = stage.mock.state.asked.slice(before).filter((one) => one.startsWith('POST ') && one.endsWith(`/${marina()?.id}/read`))
    assert.deepEqual(read, [], 'it was read at once, because it is open')
    assert.equal(marina()?.isMarkedUnread, true)
  })

  it('says why something could not be set', async () => {
    const page = await openChat(stage, desk, /Marina Costa/)
    stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
    await choose(page, 'Arquivar')
    await page.getByRole('alert').waitFor()
  })

  it('somebody is blocked after a question, and let in again', async () => {
    const page = await openChat(stage, desk, /Marina Costa/)
    await choose(page, 'Bloquear')
    await page.getByRole('dialog').getByRole('button', { name: 'Bloquear' }).click()
    await becomes('she is blocked', () => marina()?.isBlocked)
    await choose(page, 'Desbloquear')
    await becomes('she is let in', () => marina()?.isBlocked === false)
  })

  it('is deleted after a question', async () => {
    const page = await openChat(stage, desk, /Marina Costa/)
    await choose(page, 'Apagar conversa')
    await page.getByRole('dialog').getByRole('button', { name: 'Apagar conversa' }).click()
    await becomes('it is gone', () => marina() === undefined)
    await page.getByText('Esta conversa não existe mais.').waitFor()
  })
})

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  it(`the details of a group (${look.name})`, async () => {
    const page = await openChat(stage, look, /Família Souza/)
    await choose(page, 'Dados da conversa')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Bruno Souza').waitFor()
    await dialog.getByText('Criou o grupo').waitFor()
    await dialog.getByRole('button', { name: 'Novo cliente' }).click()
    await dialog.locator('button[aria-pressed=true]', { hasText: 'Novo cliente' }).waitFor()
    await picture(page, `details-${look.name}`)
    assert.deepEqual(await barriers(page), [])
  })
}
