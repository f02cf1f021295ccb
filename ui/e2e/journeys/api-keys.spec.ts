// The customer gives a program a key that may only look, until a day, and from its own address; and takes it back.
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { launch, type Look, open } from '../support/browser'
import { startWorld } from '../support/programs'
import { createTenant, readQr } from '../support/steps'

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }

it('a key does what was chosen for it, from where it was chosen, and ends where it was made', async () => {
  const browser = await launch()
  const world = await startWorld()
  try {
    const shop = '5511900005512' // invented
    await world.phones.create(shop, 'Padaria Sol')
    const admin = await (await open(browser, desk)).newPage()
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, 'Padaria Sol')
    const portal = await (await open(browser, desk)).newPage()
    await portal.goto(link)
    await world.phones.scan(shop, await readQr(portal))
    await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
    await portal.getByRole('link', { name: 'Ajustes' }).click()
    await portal.getByRole('link', { name: 'Ver chaves' }).click()
    await portal.getByText('Chave do cadastro').waitFor()
    const base = await portal.getByRole('figure', { name: 'Endereço da API' }).locator('pre').innerText()
    const dialog = portal.getByRole('dialog')

    /** Makes a key, and gives it as the panel shows it this once. */
    const make = async (label: string, addresses: string) => {
      await portal.getByRole('button', { name: 'Criar chave' }).click()
      await dialog.getByLabel('Para que é a chave').fill(label)
      await dialog.getByText('Só leitura', { exact: true }).click()
      await dialog.getByText('30 dias').click()
      await dialog.getByLabel('Só destes endereços').fill(addresses)
      await dialog.getByRole('button', { name: 'Criar', exact: true }).click()
      const key = await dialog.locator('[data-shown-once]').innerText()
      await dialog.getByRole('button', { name: 'Concluir' }).click()
      return key
    }
    const ask = async (key: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const answer = await fetch(base + path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
      return [answer.status, ((await answer.json()) as { code?: string }).code] as const
    }
    const reads = await make('Painel da TV', '127.0.0.0/8\n::1')
    assert.deepEqual(await ask(reads, '/status'), [200, undefined])
    assert.deepEqual(await ask(reads, '/send', { to: '5511900000001', text: 'oi' }), [403, 'forbidden'])
    const elsewhere = await make('Loja virtual', '203.0.113.7')
    assert.deepEqual(await ask(elsewhere, '/status'), [403, 'key_elsewhere'])

    // The provider sees the same keys.
    await admin.getByRole('button', { name: 'Concluir' }).click()
    await admin.getByRole('link', { name: 'Padaria Sol' }).first().click()
    const row = admin.getByRole('listitem').filter({ hasText: 'Painel da TV' })
    await row.getByText(/^Só leitura · até .+ · só de 127\.0\.0\.0\/8, ::1$/).waitFor()

    await portal.getByRole('button', { name: 'Revogar a chave Painel da TV' }).click()
    await dialog.getByRole('button', { name: 'Revogar', exact: true }).click()
    await portal.getByText('Painel da TV', { exact: true }).waitFor({ state: 'detached' })
    assert.deepEqual(await ask(reads, '/status'), [401, 'unauthorized'])
  } finally {
    await browser.close()
    await world.stop()
  }
})
