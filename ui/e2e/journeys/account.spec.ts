// What the account shows of itself, and in which browsers the panel is open, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { drawn } from '../mock/files'
import { Stage } from '../mock/stage'
import { session } from '../mock/world'
import { barriers, looks, type Look, picture } from '../support/browser'
import { becomes, desk, openPanel } from '../support/panel'

const stage = Stage.set()

async function toSettings(look: Look = desk): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByLabel('Nome').waitFor()
  return page
}

/** Other forms of the settings are saved too. */
const saveProfile = (page: Page) =>
  page
    .locator('form')
    .filter({ has: page.getByLabel('Nome') })
    .getByRole('button', { name: 'Salvar' })

const asked = (what: string) => stage.mock.state.asked.filter((one) => one.startsWith(what))

describe('the profile', () => {
  it('is changed only in what is another, and the panel shows it', async () => {
    const page = await toSettings()
    const save = saveProfile(page)
    await page.getByLabel('Nome').fill('Padaria Sol Nascente')
    await save.click()
    await page.getByRole('status').filter({ hasText: 'Já aparece assim no WhatsApp' }).waitFor()
    assert.equal(stage.mock.state.account?.pushName, 'Padaria Sol Nascente')
    assert.equal(stage.mock.state.own.about, 'Pão quente a partir das 6h', 'it was not touched')
    await page.getByText('Padaria Sol Nascente').first().waitFor()
  })

  it('says at the field what is wrong before WhatsApp is asked', async () => {
    const page = await toSettings()
    await page.getByLabel('Nome').fill('x'.repeat(26))
    await page.getByRole('textbox', { name: 'Recado' }).fill('y'.repeat(140))
    await saveProfile(page).click()
    await page.getByRole('alert').filter({ hasText: 'No máximo 25 letras' }).waitFor()
    await page.getByRole('alert').filter({ hasText: 'No máximo 139 letras' }).waitFor()
    await page.getByLabel('Nome').fill(' ')
    await page.getByRole('alert').filter({ hasText: 'Preencha este campo' }).waitFor()
    await page.getByLabel('Nome').fill('Padaria Lua')
    await page.getByRole('textbox', { name: 'Recado' }).fill('Fechado às segundas')
    await saveProfile(page).click()
    await page.getByRole('status').filter({ hasText: 'Já aparece assim no WhatsApp' }).waitFor()
    assert.equal(asked('POST /api/whatsapp').filter((one) => one.endsWith('/profile')).length, 1, 'what is wrong was sent')
  })

  it('has a picture, another one, and none', async () => {
    const page = await toSettings()
    const choose = page.locator('input[type=file][accept="image/*"]').last()
    await choose.setInputFiles({ name: 'fachada.png', mimeType: 'image/png', buffer: drawn(600, 400) })
    await page.getByRole('button', { name: 'Trocar foto' }).waitFor()
    assert.ok(stage.mock.state.own.pictureId)
    await page.getByRole('button', { name: 'Tirar foto' }).click()
    await page.getByRole('button', { name: 'Escolher foto' }).waitFor()
    assert.equal(stage.mock.state.own.pictureId, null)
  })

  it('keeps its picture where whoever chose another one leaves before it is there', async () => {
    const page = await toSettings()
    stage.mock.state.holds = /uploads\/./
    const choose = page.locator('input[type=file][accept="image/*"]').last()
    await choose.setInputFiles({ name: 'fachada.png', mimeType: 'image/png', buffer: drawn(600, 400) })
    await becomes('it goes up', () => asked('PATCH').length > 0)
    await page.getByRole('link', { name: 'Contatos' }).click()
    stage.mock.release()
    await becomes('what came so far is removed', () => stage.mock.state.uploads.size === 0)
    assert.equal(stage.mock.state.own.pictureId, null)
  })

  it('keeps its picture where WhatsApp refuses another one, and says why', async () => {
    const page = await toSettings()
    stage.mock.state.refuses = { status: 422, code: 'unfit_file' }
    const choose = page.locator('input[type=file][accept="image/*"]').last()
    await choose.setInputFiles({ name: 'nota.png', mimeType: 'image/png', buffer: drawn(600, 400) })
    await page.getByRole('alert').filter({ hasText: 'Este arquivo não serve de foto. Escolha' }).waitFor()
    assert.equal(stage.mock.state.own.pictureId, null)
    assert.deepEqual(await barriers(page), [])
    stage.mock.state.refuses = null
    await choose.setInputFiles({ name: 'fachada.png', mimeType: 'image/png', buffer: drawn(600, 400) })
    await page.getByRole('button', { name: 'Trocar foto' }).waitFor()
    assert.equal(await page.getByRole('alert').count(), 0)
  })

  it('waits for a connection, and says so', async () => {
    stage.mock.state.session = session('reconnecting', { cause: 'connection_lost' })
    const page = await toSettings()
    await page.getByLabel('Nome').fill('Outro nome')
    const save = saveProfile(page)
    assert.equal(await save.getAttribute('aria-disabled'), 'true')
    assert.match((await save.getAttribute('title')) ?? '', /é preciso estar conectado/)
  })
})

describe('what others see', () => {
  it('is chosen at once, and what the phone alone can choose stays', async () => {
    const page = await toSettings()
    const chosen = stage.mock.state.preferences
    assert.equal(chosen.showsOnline, false, 'the phone keeps telling of messages')
    await page.getByRole('checkbox', { name: 'Confirmações de leitura' }).uncheck()
    await becomes('it is off', () => stage.mock.state.preferences.readReceipts === false)
    await page.getByRole('combobox', { name: 'Visto por último' }).click()
    await page.getByRole('option', { name: 'Ninguém' }).click()
    await becomes('nobody sees it', () => stage.mock.state.preferences.lastSeen === 'nobody')
    assert.equal(stage.mock.state.preferences.picture, 'contacts_except')
    await page.getByRole('combobox', { name: 'Foto do perfil' }).click()
    assert.equal(await page.getByRole('option').count(), 4)
    await page.getByText('A lista de quem fica de fora está no celular.').waitFor()
  })

  it('is shown as online only while somebody looks, where that is wanted', async () => {
    const page = await toSettings()
    await page.getByRole('checkbox', { name: 'Aparecer online' }).check()
    const first = (end: string) => asked('POST').findIndex((one) => one.endsWith(end))
    await becomes('it is said', () => first('/looking') >= 0)
    assert.ok(first('/looking') > first('/preferences'), 'it was said before anybody wanted it')
  })

  it('is not changed without a connection, and says why', async () => {
    stage.mock.state.session = session('reconnecting', { cause: 'connection_lost' })
    const page = await toSettings()
    await page.getByText('só muda com ele conectado').waitFor()
    assert.ok(await page.getByRole('checkbox', { name: 'Confirmações de leitura' }).isDisabled())
    assert.ok(await page.getByRole('checkbox', { name: 'Aparecer online' }).isEnabled())
    assert.equal(await page.getByRole('combobox', { name: 'Visto por último' }).count(), 0)
  })
})

describe('what is downloaded on arrival', () => {
  const form = (page: Page) => page.locator('form').filter({ has: page.getByRole('group', { name: 'Baixar sozinho ao chegar' }) })
  const save = (page: Page) => form(page).getByRole('button', { name: 'Salvar' })

  it('is chosen within what the provider allows, which is said', async () => {
    const page = await toSettings()
    await form(page).getByText('O seu fornecedor permite até 32 MB.').waitFor()
    await form(page)
      .getByText(/não permite baixar sozinho: Vídeo, GIF, Mensagem de vídeo, Áudio e Documento/)
      .waitFor()
    await page.getByText('O seu fornecedor permite 5 GB de arquivos ao todo; 1,2 GB estão ocupados.').waitFor()
    assert.equal(await form(page).getByRole('checkbox').count(), 3)
    assert.equal(await save(page).getAttribute('aria-disabled'), 'true')
    await form(page).getByRole('checkbox', { name: 'Figurinha' }).uncheck()
    await form(page).getByLabel('Até o tamanho de').fill('40')
    await save(page).click()
    await form(page).getByRole('alert').filter({ hasText: 'No máximo 32 MB' }).waitFor()
    await form(page).getByLabel('Até o tamanho de').fill('muito')
    await form(page).getByRole('alert').filter({ hasText: 'Escreva um número' }).waitFor()
    assert.deepEqual(
      asked('POST').filter((one) => one.endsWith('/media-policy')),
      [],
      'nothing was asked for',
    )
    await form(page).getByLabel('Até o tamanho de').fill('2,5')
    await save(page).click()
    await form(page).getByRole('status').filter({ hasText: 'Vale para o que chegar' }).waitFor()
    assert.deepEqual(stage.mock.state.mediaChoice, { kinds: ['image', 'voice'], largestBytes: 2_500_000 })
    await form(page).getByRole('button', { name: 'Tudo o que o fornecedor permite' }).click()
    await save(page).click()
    await becomes('all is chosen', () => stage.mock.state.mediaChoice?.largestBytes === 32_000_000)
    assert.deepEqual(stage.mock.state.mediaChoice?.kinds, ['image', 'voice', 'sticker'])
  })

  it('is what the provider allows by then, whatever was seen before', async () => {
    const page = await toSettings()
    await form(page).getByLabel('Até o tamanho de').fill('30')
    stage.mock.state.mediaPolicy = { kinds: ['image'], largestBytes: 8_000_000, totalBytes: 1_300_000_000 }
    await save(page).click()
    await form(page).getByRole('alert').filter({ hasText: 'No máximo 8 MB' }).waitFor()
    await form(page).getByRole('alert').filter({ hasText: 'deixou de permitir algo' }).waitFor()
    await page.getByText('Restam 60 MB para arquivos').waitFor()
    assert.equal(await form(page).getByRole('checkbox').count(), 1)
    await form(page).getByLabel('Até o tamanho de').fill('4')
    await save(page).click()
    await becomes('it is chosen', () => stage.mock.state.mediaChoice?.largestBytes === 4_000_000)
    assert.deepEqual(await barriers(page), [])
  })

  it('is nothing where the provider allows nothing, and a full disk is said', async () => {
    stage.mock.state.mediaPolicy = { kinds: [], largestBytes: 0, totalBytes: 1_000_000_000 }
    const page = await toSettings()
    await page.getByText('não permite que nada baixe sozinho').waitFor()
    await page.getByText('O espaço de 1 GB para arquivos está cheio').waitFor()
    assert.equal(await form(page).count(), 0)
  })
})

describe('the space between rows', () => {
  const chosen = (page: Page) => page.evaluate(() => document.documentElement.dataset.density)
  const height = async (page: Page, name: RegExp) => (await page.getByRole('link', { name }).boundingBox())?.height

  for (const look of [desk, { ...desk, name: 'phone', isPhone: true }]) {
    it(`is chosen for this device, and lists and conversations follow (${look.name})`, async () => {
      const page = await toSettings(look)
      const toChats = () => page.getByRole('link', { name: 'Conversas' }).click()
      await page.getByText('Compacto', { exact: true }).click()
      await toChats()
      assert.equal(await height(page, /Marina Costa/), 54)
      await page.getByRole('link', { name: 'Contatos' }).click()
      assert.equal(await height(page, /Adriana Alves/), 48)
      await page.reload()
      assert.equal(await chosen(page), 'compact')
      await page.getByRole('link', { name: /Adriana Alves/ }).waitFor()
      await toChats()
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      const bubble = page.getByRole('log').getByText('Continua o mesmo, sim')
      await bubble.waitFor()
      const size = () => bubble.evaluate((words) => getComputedStyle(words).fontSize)
      assert.equal(await size(), look.isPhone ? '14px' : '13px')
      await picture(page, `density-conversation-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      if (look.isPhone) await page.getByRole('button', { name: 'Voltar às conversas' }).click()
      await picture(page, `density-list-${look.name}`)
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await page.getByText('Confortável', { exact: true }).click()
      assert.equal(await chosen(page), undefined)
      await toChats()
      assert.equal(await height(page, /Marina Costa/), 72)
    })
  }

  // 1280 px at a zoom of 200 % or 400 % are as many pixels of the page.
  for (const width of [640, 320]) {
    it(`leaves nothing wider than a window of ${width} px`, async () => {
      const page = await toSettings()
      await page.getByText('Compacto', { exact: true }).click()
      await page.setViewportSize({ width, height: 400 })
      const isTooWide = () =>
        page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('main, section, form, dl, section > div')].some(
            (one) => one.scrollWidth > one.clientWidth,
          ),
        )
      await page.getByText('O seu fornecedor permite até 32 MB.').waitFor()
      assert.equal(await isTooWide(), false, 'the settings')
      await page.getByRole('link', { name: 'Conversas' }).click()
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').getByText('Continua o mesmo, sim').waitFor()
      assert.equal(await isTooWide(), false, 'the conversation')
      await page.getByRole('button', { name: 'Voltar às conversas' }).click()
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
      assert.equal(await isTooWide(), false, 'the list')
    })
  }
})

describe('where the panel is open', () => {
  it('is closed in one browser, and in all others after a question', async () => {
    const page = await toSettings()
    const rows = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Fechar em/ }) })
    await page.getByText('Chrome, Android').waitFor()
    assert.equal(await rows.count(), 3)
    await page.getByRole('button', { name: 'Fechar em Chrome, Android' }).click()
    await becomes('it is closed', () => stage.mock.state.logins.length === 3)
    await page.getByRole('button', { name: 'Fechar em todos os outros' }).click()
    await page
      .getByRole('dialog', { name: /2 outros navegadores/ })
      .getByRole('button', { name: 'Fechar em todos os outros' })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.deepEqual(
      stage.mock.state.logins.map(({ isThis }) => isThis),
      [true],
    )
    await page.getByText('Este navegador', { exact: true }).waitFor()
  })
})

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  it(`the settings (${look.name})`, async () => {
    const page = await toSettings(look)
    await page.getByText('Chrome, Android').waitFor()
    await page.getByText('Mensagens', { exact: true }).waitFor()
    // The page scrolls inside: all of it is seen on a tall screen.
    const { width } = page.viewportSize() ?? { width: 1_280 }
    await page.setViewportSize({ width, height: look.isPhone ? 5_000 : 4_000 })
    await picture(page, `account-${look.name}`)
    assert.deepEqual(await barriers(page), [])
  })
}

describe('as an app of its own', () => {
  /** As Chromium does once it has found that the page can be installed. */
  const offer = (page: Page, outcome: 'accepted' | 'dismissed') =>
    page.evaluate<boolean>(`{
      const event = new Event('beforeinstallprompt', { cancelable: true })
      event.prompt = () => Promise.resolve({ outcome: '${outcome}' })
      dispatchEvent(event)
      event.defaultPrevented
    }`)

  for (const look of looks) {
    const isPortuguese = look.language === 'pt-BR'
    it(`the panel is installed by a button that was offered before anybody looked for it (${look.name})`, async () => {
      const page = await openPanel(stage, look)
      assert.ok(await offer(page, 'accepted'), 'the browser lays an offer of its own over the page')
      await page.getByRole('link', { name: isPortuguese ? 'Ajustes' : 'Settings' }).click()
      const install = page.getByRole('button', { name: isPortuguese ? 'Instalar' : 'Install', exact: true })
      await install.scrollIntoViewIfNeeded()
      await picture(page, `install-${look.name}`)
      await install.click()
      const done = page.getByRole('status').filter({ hasText: isPortuguese ? 'Instalado: procure' : 'Installed: look' })
      await done.waitFor()
      assert.ok(await done.evaluate((one) => one === document.activeElement), 'the focus fell out of the page')
      assert.deepEqual(await barriers(page), [])
    })
  }

  it('whoever declines is told where it can be done later', async () => {
    const page = await toSettings()
    assert.equal(await page.getByRole('heading', { name: 'Instalar como aplicativo' }).count(), 0, 'it was not offered')
    await offer(page, 'dismissed')
    await page.getByRole('button', { name: 'Instalar', exact: true }).click()
    await page.getByText('instale pelo menu do navegador').waitFor()
  })

  it('on an iPhone, which offers nothing by itself, the steps are told', async () => {
    const phone = looks.find(({ isPhone, language }) => isPhone && language === 'pt-BR')
    assert.ok(phone)
    const page = await openPanel(stage, phone, (page) =>
      page.addInitScript("Object.defineProperty(navigator, 'standalone', { value: false })"),
    )
    await page.getByRole('link', { name: 'Ajustes' }).click()
    await page.getByText('“Adicionar à Tela de Início”').scrollIntoViewIfNeeded()
    await picture(page, 'install-iphone')
    assert.deepEqual(await barriers(page), [])
  })
})
