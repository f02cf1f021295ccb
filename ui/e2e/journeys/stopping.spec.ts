// A session that takes a while to stop, against the mock: the screen says so from the first moment, wherever it stands.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { desk } from '../support/panel'

const stage = Stage.set()

async function openPage(path: string): Promise<Page> {
  const page = await stage.page(desk)
  await page.goto(stage.mock.url + path)
  return page
}

describe('the provider', () => {
  it('sees in the table that a session is stopping, and then that it has stopped', async () => {
    const page = await openPage('/')
    stage.mock.state.holds = /\/stop$/
    const row = page.getByRole('row', { name: /Padaria Sol/ })
    await row.getByRole('button', { name: 'Parar Padaria Sol' }).click()
    await row.getByRole('button', { name: /^Parando…/ }).waitFor()
    await row.getByRole('button', { name: 'Parar Padaria Sol' }).click({ force: true })
    stage.mock.release()
    await row.getByRole('button', { name: /^Parado:/ }).waitFor()
    assert.equal(stage.mock.state.asked.filter((asked) => /^POST .*\/stop$/.test(asked)).length, 1, 'it was asked twice')
  })

  it('sees on the tenant’s page that its session is pausing, above and on the button', async () => {
    const page = await openPage('/')
    await page.getByRole('link', { name: 'Padaria Sol' }).click()
    stage.mock.state.holds = /\/pause$/
    await page.getByRole('button', { name: 'Pausar' }).click()
    await page.getByRole('button', { name: 'Pausando…', exact: true }).waitFor()
    await page.getByRole('button', { name: /^Pausando…: ver detalhes/ }).waitFor()
    stage.mock.release()
    await page.getByRole('button', { name: /^Pausado pelo fornecedor/ }).waitFor()
  })

  it('sees the button as it was when the answer is no', async () => {
    const page = await openPage('/')
    await page.getByRole('link', { name: 'Padaria Sol' }).click()
    stage.mock.state.holds = /\/stop$/
    await page.getByRole('button', { name: 'Parar' }).click()
    await page.getByRole('button', { name: 'Parando…', exact: true }).waitFor()
    stage.mock.state.tenants = []
    stage.mock.release()
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: 'Parar', exact: true }).waitFor()
  })
})

it('the tenant sees that the phone is being disconnected', async () => {
  const page = await openPage(`/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('button', { name: 'Desconectar o celular' }).click()
  stage.mock.state.holds = /\/logout$/
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Desconectar o celular' }).click()
  await dialog.getByRole('button', { name: 'Desconectando…' }).waitFor()
  stage.mock.release()
  await page.getByRole('heading', { name: 'Celular desconectado' }).waitFor()
})
