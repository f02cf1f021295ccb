// Files, against the mock: how they open, are heard, come when somebody asks, and go out whatever the network does.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Locator, Page } from 'playwright-core'

import { drawn } from '../mock/files'
import { Stage } from '../mock/stage'
import { barriers, complaints, type Look, looks } from '../support/browser'
import { openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

async function openHeard(look: Look, name: RegExp): Promise<{ page: Page; log: Locator; heard: string[] }> {
  let heard: string[] = []
  const page = await openChat(stage, look, name, (page) => (heard = complaints(page)))
  return { page, log: page.getByRole('log'), heard }
}

/** The conversation with files, from its beginning. */
async function openFiles(look: Look): Promise<{ page: Page; log: Locator; heard: string[] }> {
  const opened = await openHeard(look, /João Pereira/)
  await opened.log.getByText('Ficou lindo!').waitFor()
  await opened.log.dispatchEvent('wheel', { deltaY: -1 })
  // Rows are measured once they are in the page, and those above move what lies below.
  await until('the beginning rests in sight', () =>
    opened.log.evaluate(async (log) => {
      const before = log.scrollTop
      log.scrollTop = 0
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      return before === 0 && log.scrollTop === 0
    }),
  )
  await opened.log.getByText('Seguem as fotos do salão').waitFor()
  return opened
}
const show = async (log: Locator, what: Locator) => {
  await until('it is in sight', async () => {
    if ((await what.count()) > 0) return true
    await log.evaluate((log) => (log.scrollTop += 300))
    return false
  })
  await what.first().scrollIntoViewIfNeeded()
}
const isLoaded = (picture: Locator) =>
  until('the picture is there', () => picture.evaluate((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth >= 600))

const png = (name: string) => ({ name, mimeType: 'image/png', buffer: drawn(640, 420) })
const all = () => [...stage.mock.state.sent.values()]
/** The head of an album is no message that anybody sees. */
const sent = () => all().flatMap(({ content }) => (content.kind === 'album' ? [] : [content]))
const uploads = () => [...stage.mock.state.uploads.values()]
const asked = (pattern: RegExp) => stage.mock.state.asked.filter((one) => pattern.test(one)).length
const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.locator('[data-attach=photos]').setInputFiles(files)

/** What a drop brings, as from the folder of pictures. */
const dragged = (page: Page, names: string[]) =>
  page.evaluateHandle(
    ({ names, bytes }) => {
      const transfer = new DataTransfer()
      for (const name of names) transfer.items.add(new File([Uint8Array.from(bytes)], name, { type: 'image/png' }))
      return transfer
    },
    { names, bytes: [...drawn(64, 48)] },
  )

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('a picture opens in the viewer, is enlarged, and its neighbours follow by the keys', async () => {
      const { page, log, heard } = await openFiles(look)
      const opener = log.getByRole('button', { name: 'Abrir: Foto' }).first()
      await isLoaded(opener.getByRole('img', { name: 'Foto' }).last())
      await opener.focus()
      await page.keyboard.press('Enter')
      const viewer = page.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
      await viewer.getByText('1 de 12').waitFor()
      await viewer.getByText('A entrada').waitFor()
      const picture = viewer.getByRole('img', { name: 'Foto' })
      await isLoaded(picture)
      const fitting = (await picture.boundingBox())?.width ?? 0
      if (look.isPhone) await picture.dblclick()
      else await viewer.getByRole('button', { name: 'Ampliar' }).click()
      await until('it is larger', async () => ((await picture.boundingBox())?.width ?? 0) >= fitting * 1.5)
      assert.deepEqual(await barriers(page), [])
      await page.keyboard.press('0')
      await until('it fits again', async () => ((await picture.boundingBox())?.width ?? 0) === fitting)
      await page.keyboard.press('ArrowRight')
      await viewer.getByText('2 de 12').waitFor()
      await viewer.getByRole('button', { name: /^Baixar: Foto/ }).waitFor()
      await page.keyboard.press('ArrowLeft')
      await viewer.getByText('1 de 12').waitFor()
      assert.match((await viewer.getByRole('link', { name: 'Baixar Foto' }).getAttribute('href')) ?? '', /\/media\/[\w-]+\?download=true$/)
      await page.keyboard.press('Escape')
      await viewer.waitFor({ state: 'detached' })
      await until('the focus is back', () => opener.evaluate((one) => one === document.activeElement))
      assert.deepEqual(heard, [])
    })

    it('a file that waits to be asked for comes, and one that did not come is tried again', async () => {
      const { log } = await openFiles(look)
      const pictures = () => log.getByRole('button', { name: 'Abrir: Foto' })
      await log.getByText('Veio com o histórico do celular.').waitFor()
      await log.getByRole('button', { name: 'Baixar: Foto, 1,9 MB' }).click()
      await log.getByText('Veio com o histórico do celular.').waitFor({ state: 'detached' })
      const reason = log.getByText('O WhatsApp não tem mais este arquivo.')
      await show(log, reason)
      const before = await pictures().count()
      await log.getByRole('button', { name: /^Tentar de novo: Foto/ }).click()
      await reason.waitFor({ state: 'detached' })
      await until('it is a picture now', async () => (await pictures().count()) > before)
      assert.equal(asked(/^POST .*\/media\/[\w-]+\/fetch$/), 2)
    })

    it('a voice message is heard, quicker, from another place, and alone', async () => {
      const { page, log, heard } = await openFiles(look)
      const voices = log.getByRole('button', { name: /^(Tocar|Pausar): Mensagem de voz$/ })
      await show(log, voices)
      await voices.first().click()
      await log.getByRole('button', { name: 'Pausar: Mensagem de voz' }).waitFor()
      const place = log.getByRole('slider', { name: 'Posição' }).first()
      await until('it goes on', async () => Number(await place.inputValue()) > 0)
      await log.getByRole('button', { name: 'Velocidade: 1×' }).click()
      await log.getByRole('button', { name: 'Velocidade: 1,5×' }).waitFor()
      await until('it ends', async () => (await log.getByRole('button', { name: 'Pausar: Mensagem de voz' }).count()) === 0)
      await place.focus()
      await page.keyboard.press('ArrowRight')
      await until('it stands at its end', async () => (await place.getAttribute('aria-valuetext')) === '0:02 de 0:02')
      await voices.nth(1).click()
      await until('the other plays alone', async () => (await log.getByRole('button', { name: 'Pausar: Mensagem de voz' }).count()) === 1)
      assert.deepEqual(heard, [])
    })

    it('a document says what it is, whatever its name plays, and can be kept', async () => {
      const { log } = await openFiles(look)
      const keep = log.getByRole('link', { name: 'Baixar Orçamento festa.pdf' })
      await show(log, keep)
      await log.getByText('PDF · 3 páginas · 1,2 MB').waitFor()
      await log.getByText('notafdp.exe', { exact: true }).waitFor()
    })

    it('an album is a grid that opens in the viewer', async () => {
      const { page, log } = await openFiles(look)
      const grid = log.getByRole('list', { name: 'Álbum: 6 arquivos' })
      await show(log, grid)
      assert.equal(await grid.getByRole('listitem').count(), 4)
      await grid.getByRole('button', { name: 'Abrir: mais 3' }).click()
      await page.getByRole('dialog').getByText('10 de 12').waitFor()
    })

    it('pictures go out as one album with their words, and are shown at once', async () => {
      const { page, log, heard } = await openHeard(look, /Marina Costa/)
      stage.mock.state.holds = /\/uploads$/
      await choose(page, png('forno.png'), png('vitrine.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).fill('Saíram agora')
      await page.getByRole('button', { name: 'Enviar', exact: true }).click()
      await log.getByText('Saíram agora').waitFor()
      await until('both are on their way', async () => (await log.getByRole('progressbar', { name: 'Enviando' }).count()) === 2)
      stage.mock.release()
      const grid = log.getByRole('list', { name: 'Álbum: 2 arquivos' })
      await grid.waitFor()
      await until('both are there', () => Promise.resolve(sent().length === 2))
      await log.getByRole('progressbar').first().waitFor({ state: 'detached' })
      assert.deepEqual(
        sent().map((content) => content.kind === 'media' && [content.file, content.caption ?? null]),
        [
          ['image', 'Saíram agora'],
          ['image', null],
        ],
      )
      const [head, ...parts] = all()
      assert.deepEqual(head?.content, { kind: 'album', images: 2, videos: 0 })
      assert.ok(parts.every(({ context }) => context.album === head.id))
      await page.getByRole('list', { name: 'Arquivos para enviar' }).waitFor({ state: 'detached' })
      await page.getByRole('textbox', { name: 'Mensagem' }).waitFor()
      assert.equal(await grid.getByRole('button', { name: 'Abrir: Foto' }).count(), 2)
      assert.deepEqual(heard, [])
    })

    it('a part that is cancelled before its album is told of is not counted, and one picture alone is no album', async () => {
      const { page, log } = await openHeard(look, /Marina Costa/)
      stage.mock.state.holds = /\/uploads$/
      await choose(page, png('forno.png'), png('vitrine.png'), png('balcao.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      const grid = log.getByRole('list', { name: 'Álbum: 3 arquivos' })
      await grid.getByRole('button', { name: 'Cancelar: balcao.png' }).click()
      await log.getByRole('list', { name: 'Álbum: 2 arquivos' }).waitFor()
      stage.mock.release()
      await until('both are there', () => Promise.resolve(sent().length === 2))
      assert.deepEqual(all()[0]?.content, { kind: 'album', images: 2, videos: 0 })
      stage.mock.state.holds = /\/uploads$/
      await choose(page, png('forno.png'), png('vitrine.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      await log.getByRole('button', { name: 'Cancelar: vitrine.png' }).click()
      stage.mock.release()
      await until('one more is there', () => Promise.resolve(sent().length === 3))
      assert.deepEqual([all().length, all().at(-1)?.context.album ?? null], [4, null])
    })

    it('a part that does not leave stands in its album, says why, and is sent again into it', async () => {
      const { page, log } = await openHeard(look, /Marina Costa/)
      stage.mock.state.holds = /\/uploads$/
      await choose(page, png('forno.png'), png('vitrine.png'), png('balcao.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      await log.getByRole('list', { name: 'Álbum: 3 arquivos' }).waitFor()
      // The first goes with the head; what comes then is refused.
      stage.mock.state.refusesAfter = 2
      stage.mock.state.refuses = null
      stage.mock.release()
      const alert = log.getByRole('alert')
      await alert.getByText('2 de 3 não saíram. O fornecedor pausou esta conexão. Fale com ele.').waitFor()
      assert.equal(await log.getByRole('list', { name: 'Álbum: 3 arquivos' }).getByRole('img', { name: 'Não enviada' }).count(), 2)
      assert.deepEqual(await barriers(page), [])
      stage.mock.state.refusesAfter = null
      await alert.getByRole('button', { name: 'Enviar de novo' }).click()
      await until('all are there', () => Promise.resolve(sent().length === 3))
      const [head, ...parts] = all()
      assert.deepEqual([parts.length, new Set(parts.map(({ context }) => context.album))], [3, new Set([head?.id])])
    })

    it('an album outlives a reload of the page, and is told of once', async () => {
      const { page, log } = await openHeard(look, /Marina Costa/)
      stage.mock.state.refusesAfter = 2
      await choose(page, png('forno.png'), png('vitrine.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      await log
        .getByRole('alert')
        .getByText(/^1 de 2 não saiu\./)
        .waitFor()
      await page.reload()
      stage.mock.state.refusesAfter = null
      await page.getByRole('log').getByRole('alert').getByRole('button', { name: 'Enviar de novo' }).click()
      await until('both are there', () => Promise.resolve(sent().length === 2))
      const [head, ...parts] = all()
      assert.ok(parts.every(({ context }) => context.album === head?.id))
      assert.equal(all().filter(({ content }) => content.kind === 'album').length, 1)
    })

    it('what is dropped on the conversation waits above the composer, and goes as a document where one wants that', async () => {
      const { page } = await openHeard(look, /Marina Costa/)
      const transfer = await dragged(page, ['captura.png', 'outra.png'])
      const log = page.getByRole('log')
      await log.dispatchEvent('dragover', { dataTransfer: transfer })
      await page.getByText('Solte aqui para enviar').waitFor()
      await log.dispatchEvent('drop', { dataTransfer: transfer })
      const tray = page.getByRole('list', { name: 'Arquivos para enviar' })
      await tray.getByText('captura.png').waitFor()
      assert.equal(await page.getByText('Solte aqui para enviar').count(), 0)
      await tray.getByRole('button', { name: 'Remover outra.png' }).click()
      await page.getByRole('checkbox', { name: /Enviar como documento/ }).check()
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      await until('it is there', () => Promise.resolve(sent().length === 1))
      const [content] = sent()
      assert.deepEqual(content?.kind === 'media' && [content.file, content.fileName], ['document', 'captura.png'])
    })

    it('a file that is too large is told before anything goes', async () => {
      const { page } = await openHeard(look, /Marina Costa/)
      await choose(page, { name: 'cartaz.png', mimeType: 'image/png', buffer: Buffer.alloc(17_000_000) })
      await page.getByText('Até 16 MB; maior, só como documento').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Enviar', exact: true }).getAttribute('aria-disabled'), 'true')
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      assert.equal(uploads().length, 0)
    })

    it('an upload that breaks off goes on where it was, without anybody', async () => {
      const { page, log } = await openHeard(look, /Marina Costa/)
      stage.mock.state.breaksUploadsAfter = 1_000_000
      const buffer = Buffer.alloc(3_000_000, 'x')
      await page.locator('[data-attach=documents]').setInputFiles({ name: 'contrato.bin', mimeType: 'application/octet-stream', buffer })
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      await until('a part is there', () => Promise.resolve((uploads()[0]?.content.length ?? 0) > 0))
      stage.mock.state.breaksUploadsAfter = null
      await until('all of it is there', () => Promise.resolve(sent().length === 1), 30_000)
      await log.getByText('contrato.bin').waitFor()
      assert.equal(uploads().length, 1, 'it began anew')
      assert.ok(uploads()[0]?.content.equals(buffer), 'what came is not what went')
    })

    it('an upload outlives a reload of the page', async () => {
      const { page, log } = await openHeard(look, /Marina Costa/)
      stage.mock.state.isAway = true
      await choose(page, png('forno.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).fill('Do forno')
      await page.keyboard.press('Enter')
      await log.getByText('Sem conexão. Continua de onde parou assim que der.').waitFor({ timeout: 20_000 })
      stage.mock.state.isAway = false
      stage.mock.state.refuses = { status: 502, code: 'internal' }
      await page.reload()
      await page.getByRole('log').getByText('Do forno').waitFor()
      stage.mock.state.refuses = null
      await until('it is there', () => Promise.resolve(sent().length === 1), 30_000)
    })

    it('an upload that is cancelled ends here and at the server', async () => {
      const { page, log } = await openHeard(look, /Marina Costa/)
      stage.mock.state.holds = /\/uploads\/[\w-]+$/
      await choose(page, png('forno.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      await until('it has begun', () => Promise.resolve(uploads().length === 1))
      await log.getByRole('button', { name: 'Cancelar: forno.png' }).click()
      await log.getByRole('progressbar').waitFor({ state: 'detached' })
      stage.mock.release()
      await until('it is gone', () => Promise.resolve(uploads().length === 0))
      assert.deepEqual(sent(), [])
    })

    it('a file that is refused says why, and can be sent again', async () => {
      stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
      const { page, log } = await openHeard(look, /Marina Costa/)
      await choose(page, png('forno.png'))
      await page.getByRole('textbox', { name: 'Legenda' }).press('Enter')
      const alert = log.getByRole('alert')
      await alert.getByText('Não saiu daqui. O fornecedor pausou esta conexão. Fale com ele.').waitFor()
      stage.mock.state.refuses = null
      await alert.getByRole('button', { name: 'Enviar de novo' }).click()
      await until('it is there', () => Promise.resolve(sent().length === 1))
      assert.equal(uploads().length, 1, 'it was uploaded twice')
    })

    it('what is spoken goes as a voice message in Ogg', async () => {
      const { page, log, heard } = await openHeard(look, /Marina Costa/)
      await page.getByRole('button', { name: 'Gravar mensagem de voz' }).click()
      const timer = page.getByRole('timer')
      await until('it records', async () => (await timer.textContent()) === '0:01')
      assert.deepEqual(await barriers(page), [])
      await page.getByRole('button', { name: 'Enviar gravação' }).click()
      await until('it is there', () => Promise.resolve(sent().length === 1))
      const [content] = sent()
      assert.equal(content?.kind === 'media' && content.file, 'voice')
      const ogg = uploads()[0]?.content ?? Buffer.alloc(0)
      assert.equal(ogg.subarray(0, 4).toString(), 'OggS')
      assert.ok(ogg.includes('OpusHead'), 'it is not Opus')
      await log.getByRole('button', { name: 'Tocar: Mensagem de voz' }).click()
      await log.getByRole('button', { name: 'Pausar: Mensagem de voz' }).waitFor()
      assert.deepEqual(heard, [])
    })

    it('a recording that is discarded goes nowhere', async () => {
      const { page } = await openHeard(look, /Marina Costa/)
      await page.getByRole('button', { name: 'Gravar mensagem de voz' }).click()
      await page.getByRole('timer').waitFor()
      await page.getByRole('button', { name: 'Descartar gravação' }).click()
      await page.getByRole('button', { name: 'Gravar mensagem de voz' }).waitFor()
      assert.equal(uploads().length, 0)
    })
  })
}

it('two fingers enlarge a picture around what lies between them, and turn no page', async () => {
  const look = looks.find(({ isPhone, language }) => isPhone && language === 'pt-BR')
  assert.ok(look)
  const { page, log } = await openFiles(look)
  await log.getByRole('button', { name: 'Abrir: Foto' }).first().click()
  const viewer = page.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
  await viewer.getByText('1 de 12').waitFor()
  const picture = viewer.getByRole('img', { name: 'Foto' })
  await isLoaded(picture)
  const box = async () => (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const fitting = await box()
  const middle = { x: fitting.x + fitting.width / 2, y: fitting.y + fitting.height / 2 }
  const touch = await page.context().newCDPSession(page)
  /** Two fingers, so far apart to begin with and in the end. */
  const pinch = async (fromPx: number, toPx: number, at = middle) => {
    const fingers = (apart: number) => [-1, 1].map((side, id) => ({ id, x: at.x + (side * apart) / 2, y: at.y }))
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(fromPx) })
    for (let step = 1; step <= 8; step++) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(fromPx + ((toPx - fromPx) * step) / 8) })
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  await pinch(80, 240)
  await until('it is three times as large', async () => Math.abs((await box()).width / fitting.width - 3) < 0.1)
  await viewer.getByText('1 de 12').waitFor()
  assert.equal(await page.evaluate(() => visualViewport?.scale), 1, 'the page itself was made larger')
  const large = await box()
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [middle] })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: middle.x - 90, y: middle.y }] })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await until('one finger moves it', async () => (await box()).x < large.x - 60)
  await viewer.getByText('1 de 12').waitFor()
  await pinch(240, 40)
  await until('it fits again', async () => Math.abs((await box()).width - fitting.width) < 1)
  await viewer.getByText('1 de 12').waitFor()
})
