// What stands beside a client's key goes as it stands: the provider makes a key and runs the two commands.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { it } from 'node:test'
import { promisify } from 'node:util'

import { launch, type Look, open } from '../support/browser'
import { startWorld, until } from '../support/programs'
import { createTenant, readQr } from '../support/steps'

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
const run = async (command: string) => JSON.parse((await promisify(execFile)('sh', ['-c', command])).stdout) as { status: string }

it('the commands beside a new key tell where the connection stands, and send a message', async () => {
  const browser = await launch()
  const world = await startWorld()
  try {
    const shop = '5511900005511' // invented
    const customer = '5511900000001' // the one of the example
    await world.phones.create(shop, 'Padaria Sol')
    await world.phones.create(customer, 'Marina Costa')
    const admin = await (await open(browser, desk)).newPage()
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, 'Padaria Sol')
    const portal = await (await open(browser, desk)).newPage()
    await portal.goto(link)
    await world.phones.scan(shop, await readQr(portal))
    await portal.getByRole('heading', { name: 'Conectado' }).waitFor()

    await admin.getByRole('button', { name: 'Concluir' }).click()
    await admin.getByRole('link', { name: 'Padaria Sol' }).first().click()
    await admin.getByRole('button', { name: 'Criar chave' }).click()
    await admin.getByLabel('Para que é a chave').fill('n8n')
    await admin.getByRole('button', { name: 'Criar', exact: true }).click()
    await admin.getByRole('button', { name: 'Concluir' }).click()
    await admin.getByText('Os comandos já levam a chave.').waitFor()
    const command = (label: string) => admin.getByRole('figure', { name: label }).locator('pre').innerText()
    assert.equal((await run(await command('Conferir a chave e a conexão'))).status, 'connected')
    assert.equal((await run(await command('Enviar uma mensagem'))).status, 'queued')
    await until('it arrives', async () => (await world.phones.chat(customer, shop)).find(({ text }) => text === 'Teste da Portaria'))
  } finally {
    await browser.close()
    await world.stop()
  }
})
