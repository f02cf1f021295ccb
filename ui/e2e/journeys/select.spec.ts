// The one select of both panels, against the mock: by keyboard, by touch, inside a dialog, and under the page's own policy.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { barriers, complaints, type Look } from '../support/browser'
import { desk, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

/** The timer of a chat, which stands in a dialog. */
async function openTimer(look: Look): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('button', { name: 'Ações da conversa' }).click()
  await page.getByRole('menuitem', { name: 'Dados da conversa' }).click()
  await page.getByRole('dialog').waitFor()
  return page
}

const timer = (page: Page) => page.getByRole('combobox', { name: 'Mensagens que desaparecem' })
const seconds = () => stage.mock.state.chats.find(({ name }) => name === 'Marina Costa')?.disappearsAfterS

describe('a select in a dialog', () => {
  it('is used by keyboard, and Escape closes the list before the dialog', async () => {
    const page = await openTimer(desk)
    const heard = complaints(page)
    await timer(page).focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('listbox').waitFor()
    assert.deepEqual(await barriers(page), [])
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    assert.equal(await page.getByRole('dialog').count(), 1)
    assert.ok(await timer(page).evaluate((box) => document.activeElement === box), 'the focus is lost')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await until('it is set', () => Promise.resolve(seconds() === 86_400))
    await until('it is shown', async () => (await timer(page).textContent()) === '24 horas')
    assert.deepEqual(heard, [], 'the page complained')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('is used by touch, and a touch beside it closes it', async () => {
    const page = await openTimer({ ...desk, name: 'phone', isPhone: true })
    await timer(page).tap()
    await page.getByRole('listbox').waitFor()
    await timer(page).tap()
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await timer(page).tap()
    await page.getByRole('option').nth(2).tap()
    await until('it is set', () => Promise.resolve(seconds() === 604_800))
    await timer(page).tap()
    await page.getByRole('dialog').getByRole('heading', { name: 'Etiquetas' }).tap()
    await page.getByRole('listbox').waitFor({ state: 'detached' })
  })
})
