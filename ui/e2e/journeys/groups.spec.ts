// Groups, against the mock: made, and what its admins do with one.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { drawn } from '../mock/files'
import { Stage } from '../mock/stage'
import { groupId } from '../mock/world'
import { barriers, looks, picture } from '../support/browser'
import { becomes, dialog, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const photo = { name: 'salão.png', mimeType: 'image/png', buffer: drawn(600, 400) }
const portuguese = looks.filter(({ language }) => language === 'pt-BR')

const button = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true })
async function details(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Família Souza/ }).click()
  await page.getByRole('button', { name: 'Ações da conversa' }).click()
  await page.getByRole('menuitem', { name: 'Dados da conversa' }).click()
  await dialog(page).getByText('Criou o grupo').waitFor()
}
const group = () => stage.mock.state.chats.find(({ id }) => id === groupId)
const bruno = () => stage.mock.state.members.find(({ party }) => party.pn === '5511900000302@s.whatsapp.net') // invented

for (const look of portuguese) {
  describe(`a group (${look.name})`, () => {
    it('is made of people from the contacts, and says who could not be added and why', async () => {
      const page = await openPanel(stage, look)
      await page.getByRole('button', { name: 'Nova conversa' }).first().click()
      await button(page, 'Novo grupo').click()
      await button(page, 'Criar grupo').click()
      await dialog(page).getByText('De 1 a 100 letras.').waitFor()
      await dialog(page).getByText('Escolha pelo menos uma pessoa.').waitFor()
      await dialog(page).getByLabel('Nome do grupo').fill('Entregas')
      for (const name of ['Adriana Alves', 'Adriana Barros']) await dialog(page).getByRole('checkbox', { name }).check()
      const alves = stage.mock.state.contacts.find(({ name }) => name === 'Adriana Alves')
      stage.mock.state.addedByNobody.add(alves?.lid ?? alves?.pn ?? '')
      await picture(page, `group-new-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await button(page, 'Criar grupo').click()
      await dialog(page)
        .getByText(/só entra com convite/)
        .waitFor()
      await dialog(page).getByText('Adriana Alves').waitFor()
      await button(page, 'Abrir o grupo').click()
      await page.getByRole('heading', { name: 'Entregas' }).waitFor()
    })

    it('is called otherwise, gets people, admins and rules from its admins', async () => {
      const page = await openPanel(stage, look)
      await details(page)
      await button(page, 'Editar foto, nome e descrição').click()
      await dialog(page).getByLabel('Nome do grupo').fill('Família Souza Lima')
      await dialog(page).getByLabel('Descrição').fill('Combinados de domingo')
      await button(page, 'Salvar').click()
      await becomes('it is called otherwise', () => group()?.name === 'Família Souza Lima' && group()?.group?.description !== '')
      await button(page, 'Ações: Bruno Souza').click()
      await page.getByRole('menuitem', { name: 'Tornar admin' }).click()
      await becomes('he is an admin', () => bruno()?.role === 'admin')
      await button(page, 'Ações: Bruno Souza').click()
      await page.getByRole('menuitem', { name: 'Remover do grupo' }).click()
      await button(page, 'Remover do grupo').click()
      await becomes('he is out', () => bruno() === undefined)
      await button(page, 'Adicionar pessoas').click()
      await dialog(page).getByRole('checkbox', { name: 'Adriana Alves' }).check()
      await button(page, 'Adicionar').click()
      await becomes('she is in', () => stage.mock.state.members.length === 4)
      await dialog(page).getByLabel('Só admins escrevem').click()
      await becomes('only admins write', () => group()?.group?.isAnnouncement)
      await picture(page, `group-details-${look.name}`)
      assert.deepEqual(await barriers(page), [])
    })

    it('gets a picture, which is shown while it goes up, another one, and none', async () => {
      const page = await openPanel(stage, look)
      await details(page)
      await button(page, 'Editar foto, nome e descrição').click()
      const choose = dialog(page).locator('input[type=file]')
      await until('the name has the focus', () =>
        dialog(page)
          .getByLabel('Nome do grupo')
          .evaluate((field) => document.activeElement === field),
      )
      await choose.setInputFiles({ name: 'lista.txt', mimeType: 'text/plain', buffer: Buffer.from('pão') })
      await dialog(page).getByRole('alert').filter({ hasText: 'não serve de foto' }).waitFor()
      stage.mock.state.holds = /uploads/
      await choose.setInputFiles(photo)
      await dialog(page).getByText('Enviando a foto…').waitFor()
      await dialog(page).locator('img[src^="blob:"]').waitFor()
      await picture(page, `group-picture-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      assert.equal(await button(page, 'Salvar').getAttribute('aria-busy'), 'true', 'saving would close this')
      await button(page, 'Cancelar o envio da foto').click()
      await button(page, 'Escolher foto').waitFor()
      assert.equal(await dialog(page).getByRole('alert').count(), 0, 'who cancels is told of no failure')
      stage.mock.release()
      await choose.setInputFiles(photo)
      await becomes('it has a picture', () => typeof group()?.pictureId === 'string')
      await button(page, 'Trocar foto').waitFor()
      stage.mock.state.refuses = { status: 403, code: 'not_an_admin' }
      await button(page, 'Tirar foto').click()
      await dialog(page).getByRole('alert').filter({ hasText: 'Só os admins' }).waitFor()
      stage.mock.state.refuses = null
      await button(page, 'Tirar foto').click()
      await button(page, 'Escolher foto').waitFor()
      assert.equal(group()?.pictureId, null)
    })

    it('is left with the picture that it has where whoever chose another one leaves', async () => {
      const page = await openPanel(stage, look)
      await details(page)
      await button(page, 'Editar foto, nome e descrição').click()
      stage.mock.state.holds = /uploads\/./
      await dialog(page).locator('input[type=file]').setInputFiles(photo)
      await dialog(page).getByText('Enviando a foto…').waitFor()
      await becomes('it goes up', () => stage.mock.state.asked.some((one) => one.startsWith('PATCH')))
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'detached' })
      stage.mock.release()
      await becomes('what came so far is removed', () => stage.mock.state.uploads.size === 0)
      assert.equal(group()?.pictureId, null)
    })

    it('turns away who asks, who is asked about no more', async () => {
      const page = await openPanel(stage, look)
      const known = group()
      if (known?.group) known.group.needsApproval = true
      await details(page)
      await dialog(page)
        .getByRole('button', { name: /^Recusar / })
        .click()
      await becomes('nobody asks', () => stage.mock.state.joinRequests.length === 0)
      await dialog(page)
        .getByRole('button', { name: /^Recusar / })
        .waitFor({ state: 'detached' })
      assert.equal(stage.mock.state.members.length, 4, 'nobody was let in')
    })

    it('shows its link and renews it, lets in who asks, and is left after a question', async () => {
      const page = await openPanel(stage, look)
      const known = group()
      if (known?.group) known.group.needsApproval = true
      await details(page)
      await button(page, 'Ver link').click()
      await dialog(page).getByText('https://chat.whatsapp.com/Convite1').waitFor()
      await dialog(page).getByRole('img', { name: 'QR code do convite' }).waitFor()
      await button(page, 'Trocar link').click()
      await dialog(page).getByRole('group', { name: 'Trocar link' }).getByRole('button', { name: 'Trocar link' }).click()
      await dialog(page).getByText('https://chat.whatsapp.com/Convite2').waitFor()
      await dialog(page)
        .getByRole('button', { name: /^Aceitar / })
        .click()
      await becomes('one more is in', () => stage.mock.state.members.length === 5)
      await picture(page, `group-link-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await button(page, 'Sair do grupo').click()
      await button(page, 'Sair do grupo').click()
      await becomes('it is left', () => !stage.mock.state.members.some(({ role }) => role === 'admin'))
      await button(page, 'Ver link').waitFor({ state: 'detached' })
    })

    it('offers a member nothing that only its admins may', async () => {
      const known = group()
      if (known?.group) Object.assign(known.group, { isLocked: true, onlyAdminsAdd: true })
      stage.mock.state.members = stage.mock.state.members.map((one) => (one.role === 'admin' ? { ...one, role: 'member' } : one))
      const page = await openPanel(stage, look)
      await details(page)
      await button(page, 'Sair do grupo').waitFor()
      for (const name of ['Editar foto, nome e descrição', 'Adicionar pessoas', 'Ver link', 'Ações: Bruno Souza'])
        assert.equal(await button(page, name).count(), 0, name)
      assert.equal(await dialog(page).getByLabel('Só admins escrevem').count(), 0)
    })
  })
}
