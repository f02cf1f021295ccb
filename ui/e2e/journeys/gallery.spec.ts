// What a chat holds of media, documents and links, and the viewer that walks all of it, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Locator, Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { filesId } from '../mock/world'
import { barriers, complaints, type Look, looks, picture } from '../support/browser'
import { desk, openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

async function openHeard(look: Look, name: RegExp): Promise<{ page: Page; heard: string[] }> {
  let heard: string[] = []
  const page = await openChat(stage, look, name, (page) => (heard = complaints(page)))
  return { page, heard }
}

async function openGallery(look: Look, name = /João Pereira/): Promise<{ page: Page; gallery: Locator; heard: string[] }> {
  const { page, heard } = await openHeard(look, name)
  await page.getByRole('button', { name: 'Ações da conversa' }).click()
  await page.getByRole('menuitem', { name: 'Dados da conversa' }).click()
  await page.getByRole('button', { name: 'Mídia, documentos e links' }).click()
  const gallery = page.getByRole('dialog', { name: 'Mídia, documentos e links' })
  await gallery.waitFor()
  return { page, gallery, heard }
}

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('shows pictures and films by month, documents with what they are, and links with their words', async () => {
      const { page, gallery, heard } = await openGallery(look)
      await gallery.getByRole('heading', { level: 3 }).first().waitFor()
      assert.equal(await gallery.getByRole('button', { name: /^Abrir: (Foto|Vídeo|GIF)/ }).count(), 12)
      assert.deepEqual(await barriers(page), [])
      await picture(page, `gallery-media-${look.name}`)
      await gallery.getByRole('tab', { name: 'Documentos' }).click()
      await gallery.getByText('PDF · 3 páginas · 1,2 MB').waitFor()
      await gallery.getByText('notafdp.exe', { exact: true }).waitFor()
      await gallery.getByRole('link', { name: 'Baixar Orçamento festa.pdf' }).waitFor()
      assert.deepEqual(await barriers(page), [])
      await picture(page, `gallery-documents-${look.name}`)
      await gallery.getByRole('tab', { name: 'Links' }).click()
      await gallery.getByText('Nenhum link').waitFor()
      assert.deepEqual(heard, [])
    })

    it('a link tells whose page it is and in which words it stands, and opens outside', async () => {
      const { page, gallery } = await openGallery(look, /Sofia Lima/)
      await gallery.getByRole('tab', { name: 'Links' }).click()
      const link = gallery.getByRole('link', { name: /exemplo\.com\.br\/cardapio/ })
      await link.waitFor()
      assert.deepEqual(await link.evaluate((one) => [one.getAttribute('href'), one.getAttribute('target'), one.getAttribute('rel')]), [
        'https://exemplo.com.br/cardapio',
        '_blank',
        'noopener noreferrer',
      ])
      await gallery.getByText('Oi! Negrito, itálico, riscado, código e um link: …').waitFor()
      await gallery.getByText('Bolos da casa').waitFor()
      assert.deepEqual(await barriers(page), [])
      await picture(page, `gallery-links-${look.name}`)
    })
  })
}

describe('a gallery', () => {
  it('is walked in the viewer, and leads to a message in its conversation', async () => {
    const { page, gallery } = await openGallery(desk)
    const tile = gallery.getByRole('button', { name: /^Abrir: Vídeo/ }).first()
    await tile.click()
    const viewer = page.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
    const place = viewer.getByText(/^.* · \d+ de 12$|^\d+ de 12$/)
    await place.waitFor()
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await until('the focus is back', () => tile.evaluate((one) => one === document.activeElement))
    await gallery
      .getByRole('button', { name: /^Abrir: Foto/ })
      .last()
      .click()
    await viewer.getByText('1 de 12').waitFor()
    await viewer.getByRole('button', { name: 'Mostrar na conversa' }).click()
    await gallery.waitFor({ state: 'detached' })
    await page.getByRole('log').getByText('A entrada').waitFor()
  })

  it('sends a picture on from the viewer', async () => {
    const { page, gallery } = await openGallery(desk)
    await gallery
      .getByRole('button', { name: /^Abrir: Foto/ })
      .last()
      .click()
    const viewer = page.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
    await viewer.getByRole('button', { name: 'Encaminhar' }).click()
    const dialog = page.getByRole('dialog', { name: 'Encaminhar mensagem' })
    await dialog.getByRole('checkbox', { name: /Família Souza/ }).check()
    await dialog.getByRole('button', { name: 'Encaminhar' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal(stage.mock.state.sent.size, 1)
    await viewer.waitFor()
  })

  it('reads older ones page by page, and keeps only what is seen in the page', async () => {
    stage.mock.state.pastPictures = 10_000
    const { page, gallery } = await openGallery(desk)
    const tiles = gallery.getByRole('button', { name: /^Abrir: Foto/ })
    await tiles.first().waitFor()
    const pages = () => stage.mock.state.asked.filter((one) => one.includes('/gallery')).length
    const before = pages()
    assert.ok(before <= 2, `${before} pages at once`)
    const area = gallery.locator('.overflow-y-auto')
    await until('several more were read', async () => {
      await area.evaluate((one) => (one.scrollTop = one.scrollHeight))
      return pages() >= before + 4
    })
    assert.ok((await tiles.count()) < 200, 'rows that nobody sees are in the page')
    assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) < 3_000)
  })

  it('says what is wrong when it cannot be read, and tries again', async () => {
    stage.mock.state.loses = /\/gallery/
    const { gallery } = await openGallery(desk)
    await gallery.getByText('Não foi possível abrir esta parte').waitFor({ timeout: 20_000 })
    stage.mock.state.loses = null
    await gallery.getByRole('button', { name: 'Tentar de novo' }).click()
    await gallery
      .getByRole('button', { name: /^Abrir: Foto/ })
      .first()
      .waitFor()
  })
})

describe('the viewer of a conversation', () => {
  it('goes on to pictures that the conversation has not read', async () => {
    stage.mock.state.pastPictures = 300
    const { page } = await openHeard(desk, /João Pereira/)
    const opener = page
      .getByRole('log')
      .getByRole('button', { name: /^Abrir: Foto/ })
      .last()
    await opener.click()
    const viewer = page.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
    await viewer.waitFor()
    const read = () => stage.mock.state.asked.filter((one) => one.includes(`/chats/${filesId}/gallery`) && one.includes('cursor='))
    await until('an older page was read', async () => {
      await page.keyboard.press('ArrowLeft')
      return read().length > 0
    })
  })

  it('is enlarged by the wheel around the pointer, moved by dragging, and whole again by 0', async () => {
    const { page } = await openHeard(desk, /João Pereira/)
    await page
      .getByRole('log')
      .getByRole('button', { name: /^Abrir: Foto/ })
      .last()
      .click()
    const viewer = page.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
    const image = viewer.getByRole('img', { name: 'Foto' })
    await until('it is there', () => image.evaluate((one) => one instanceof HTMLImageElement && one.complete))
    const box = async () => {
      const found = await image.boundingBox()
      assert.ok(found)
      return found
    }
    const fitting = await box()
    const point = { x: fitting.x + fitting.width * 0.25, y: fitting.y + fitting.height * 0.25 }
    await page.mouse.move(point.x, point.y)
    await page.mouse.wheel(0, -500)
    await until('it is larger', async () => (await box()).width > fitting.width * 2)
    const large = await box()
    const under = (point.y - large.y) / large.height
    assert.ok(Math.abs(under - 0.25) < 0.02, `what is under the pointer stays there: ${under}`)
    await page.mouse.down()
    await page.mouse.move(point.x, point.y + 40, { steps: 4 })
    await page.mouse.up()
    await until('it is moved', async () => Math.abs((await box()).y - large.y - 40) < 2)
    await page.keyboard.press('0')
    await until('it is whole', async () => (await box()).width === fitting.width)
    await page.keyboard.press('+')
    await until('it is larger by a key', async () => (await box()).width > fitting.width)
    await image.dblclick()
    await until('it is whole by a double press', async () => (await box()).width === fitting.width)
  })
})
