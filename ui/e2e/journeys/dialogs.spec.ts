// Every dialog against the mock: whoever opens one can type, or press Enter, and gets what they mean. That none is
// forgotten is read from the sources.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { admin } from '../dialogs/admin'
import { type DialogCase, portal } from '../dialogs/dialog-case'
import { panel } from '../dialogs/panel'
import { webhooks } from '../dialogs/webhooks'
import { Stage } from '../mock/stage'
import { desk } from '../support/panel'
import { until } from '../support/programs'

const dialogs = [...admin, ...panel, ...webhooks]

/** Enter on what leads out of a dialog changes nothing. */
const harmless = /^(Cancelar|Fechar|Concluir)$/

const stage = Stage.set()

/** Opens it; says what had the focus before, and what has been asked of the server until now. */
async function show({ path = portal, open }: DialogCase) {
  const page = await stage.page(desk)
  let choosers = 0
  // Heard from the beginning: what is asked to be heard just before it happens may be missed.
  page.on('filechooser', () => choosers++)
  await page.addInitScript(() => {
    addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && !target.closest('dialog, [role=menu]')) Object.assign(window, { cameFrom: target })
    })
  })
  await page.goto(stage.mock.url + path)
  await open(page, stage.mock)
  const dialog = page.getByRole('dialog')
  // A menu that opened it gives the focus away after it has left, and not at once.
  await page.locator('[data-radix-focus-guard]').first().waitFor({ state: 'detached' })
  await page.evaluate(() => new Promise((later) => setTimeout(later)))
  await dialog.locator(':focus').waitFor()
  const cameFrom = await page.evaluateHandle(() => (window as { cameFrom?: Element }).cameFrom ?? null)
  return { page, dialog, cameFrom, focused: dialog.locator(':focus'), choosers: () => choosers }
}

/** What was to be changed; reading changes nothing, nor does what a page tells of itself. */
const deeds = () => stage.mock.state.asked.filter((line) => !/^GET |\/(socket-ticket|read|looking|login|typing)\b/.test(line))

for (const one of dialogs) {
  const { name, first } = one
  describe(name, () => {
    it('begins where one goes on', async () => {
      const { page, dialog, focused, choosers } = await show(one)
      const before = deeds().length
      if ('button' in first) {
        assert.equal(await focused.evaluate(({ tagName }) => tagName), 'BUTTON')
        const name = await focused.getAttribute('aria-label').then((label) => label ?? focused.innerText())
        if (typeof first.button === 'string') assert.equal(name, first.button)
        else assert.match(name, first.button)
        await page.keyboard.press('Enter')
        if (name.startsWith('Escolher')) {
          await until('a file can be chosen', () => Promise.resolve(choosers() > 0))
          assert.equal(deeds().length, before, 'something was done')
        } else if (harmless.test(name)) {
          await dialog.waitFor({ state: 'detached' })
          assert.equal(deeds().length, before, 'something was done')
        } else if (name.startsWith('Voltar')) {
          await dialog.getByRole('heading', { name: name.replace(/^Voltar( aos )?/, ''), exact: false }).waitFor()
          assert.equal(deeds().length, before, 'something was done')
        } else if (name.startsWith('Copiar')) await dialog.getByRole('button', { name: /^Copiad[ao]/ }).waitFor()
        else await until('it is done', () => Promise.resolve(deeds().length > before))
        return
      }
      const field = dialog.getByLabel(first.field)
      const empty = await field.inputValue()
      await page.keyboard.type('12')
      assert.equal(await field.inputValue(), `${empty}12`, 'what is typed goes elsewhere')
      await page.keyboard.press('Enter')
      await until('Enter does something, or says why not', async () => {
        if (deeds().length > before || (await dialog.count()) === 0) return true
        const says = dialog.getByRole('alert').or(dialog.getByRole('status').filter({ hasText: '12' }))
        return (await says.count()) > 0 || (await field.inputValue().catch(() => '')) !== `${empty}12`
      })
    })

    it('ends with Escape, and the focus is back where it came from', async () => {
      const { page, dialog, cameFrom } = await show(one)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      const isBack = async () => {
        if (one.next === undefined) return cameFrom.evaluate((element) => element !== null && element === document.activeElement)
        return page.getByRole('button', { name: one.next, exact: true }).evaluate((button) => button === document.activeElement)
      }
      await until('the focus is back', isBack, 3_000)
    })
  })
}

describe('the list of dialogs', () => {
  const src = fileURLToPath(new URL('../../src', import.meta.url))
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'))
    .map((name) => ({ name, text: readFileSync(`${src}/${name}`, 'utf8') }))
  const uses = (text: string) => text.match(/<(Confirm|Whole)?Dialog\b/g)?.length ?? 0

  it('names every use', () => {
    const users = sources.filter(({ name, text }) => name !== 'ui/ConfirmDialog.tsx' && uses(text) > 0)
    assert.ok(users.length > 5, 'the sources were not read')
    for (const { name, text } of users) {
      const driven = dialogs.filter(({ source }) => source === name).length
      assert.ok(driven >= uses(text), `${name} shows ${uses(text)} dialogs, and ${driven} are driven here`)
    }
  })

  it('is of all: nothing else is modal', () => {
    const others = sources.filter(({ name, text }) => name !== 'ui/Dialog.tsx' && /<dialog\b|showModal|\b(Alert)?Dialog\.Root/.test(text))
    assert.deepEqual(
      others.map(({ name }) => name),
      [],
    )
  })
})
