// What the field completes while somebody types, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { Stage } from '../mock/stage'
import { barriers, picture } from '../support/browser'
import { desk, field, openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

describe('the field', () => {
  it('mentions members of a group by name, by keyboard alone', async () => {
    const page = await openChat(stage, desk, /Família Souza/)
    await field(page).pressSequentially('Oi @br')
    const option = page.getByRole('option', { name: 'Bruno Souza' })
    await option.waitFor()
    await picture(page, 'completing-mention')
    assert.deepEqual(await barriers(page), [])
    await page.keyboard.press('Enter')
    assert.equal(await field(page).inputValue(), 'Oi @Bruno Souza ')
    await field(page).pressSequentially('tudo bem?')
    await page.keyboard.press('Enter')
    await until('it is there', () => Promise.resolve(stage.mock.state.sent.size === 1))
    const [sent] = [...stage.mock.state.sent.values()]
    assert.deepEqual(sent?.content, { kind: 'text', text: 'Oi @5511900000302 tudo bem?' })
    assert.equal(sent.context.mentions.length, 1)
    await page.getByRole('log').getByText('@Bruno Souza').last().waitFor()
  })

  it('finds emoji by Portuguese words, without accents, and Escape leaves the text alone', async () => {
    const page = await openChat(stage, desk, /Marina Costa/)
    await field(page).pressSequentially('Parabens :bolo')
    await page.getByRole('option', { name: /bolo/ }).first().waitFor()
    await page.keyboard.press('Tab')
    assert.match(await field(page).inputValue(), /^Parabens \p{Extended_Pictographic}/u)
    await field(page).fill('')
    await field(page).pressSequentially('Oi :bolo')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('option').first().waitFor({ state: 'detached' })
    assert.equal(await field(page).inputValue(), 'Oi :bolo')
  })

  it('takes emoji from the picker where the caret stands, and has the focus afterwards', async () => {
    const page = await openChat(stage, desk, /Marina Costa/)
    await field(page).fill('Bom dia')
    await page.getByRole('button', { name: 'Emoji' }).click()
    const picker = page.getByRole('dialog', { name: 'Emoji' })
    await picker.getByRole('searchbox').fill('coracao vermelho')
    await picker.getByRole('button', { name: 'coração vermelho' }).first().click()
    await picture(page, 'completing-picker')
    assert.deepEqual(await barriers(page), [])
    // By keyboard: one stop of Tab for all of them, and arrows among them.
    await picker.getByRole('searchbox').fill('coracao')
    await picker.getByRole('searchbox').press('Tab')
    await page.keyboard.press('Tab')
    const hearts = picker.getByRole('listitem').getByRole('button')
    const isFocused = (index: number) => hearts.nth(index).evaluate((heart) => document.activeElement === heart)
    assert.ok(await isFocused(0), 'the first has not the focus')
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowRight']) await page.keyboard.press(key)
    assert.ok(await isFocused(1), 'arrows lead elsewhere')
    await page.keyboard.press('Tab')
    assert.equal(await picker.getByRole('listitem').locator(':focus').count(), 0, 'each one is a stop of Tab')
    await page.keyboard.press('Escape')
    await until('the field has the focus', () => field(page).evaluate((field) => document.activeElement === field))
    assert.match(await field(page).inputValue(), /^Bom dia❤/)
  })
})
