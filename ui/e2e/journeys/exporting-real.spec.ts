// All data in one archive, against the real server and an emulated WhatsApp: what is saved is opened and compared.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, it } from 'node:test'
import { inflateRawSync } from 'node:zlib'

import type { Browser } from 'playwright-core'

import { launch, looks, open } from '../support/browser'
import { startWorld, until, type World } from '../support/programs'
import { createTenant, readQr } from '../support/steps'

let browser: Browser
let world: World
before(async () => {
  browser = await launch()
  world = await startWorld()
})
after(async () => {
  await browser.close()
  await world.stop()
})

/** Numbers are invented. */
const shop = '5511900003301'
const customer = '5511900003302'

/** Every file of an archive by its path, by the archive's own list. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'))
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, name, extra, note] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
    ]
    const header = archive.readUInt32LE(at + 42)
    const path = archive.toString('utf8', at + 46, at + 46 + name)
    const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
    const data = archive.subarray(from, from + packed)
    files.set(path, method === 8 ? inflateRawSync(data) : Buffer.from(data))
    at += 46 + name + extra + note
  }
  return files
}

it('what was written and sent is in what is saved, each file as it was', async () => {
  const look = looks.find(({ isPhone, language }) => !isPhone && language === 'pt-BR')
  assert.ok(look)
  await world.phones.create(shop, 'Padaria Sol')
  await world.phones.create(customer, 'Marina')
  const admin = await (await open(browser, look)).newPage()
  await admin.goto(world.loginUrl)
  const link = await createTenant(admin, 'Padaria Sol')
  const page = await (await open(browser, look)).newPage()
  await page.goto(link)
  await world.phones.scan(shop, await readQr(page))
  await page.getByRole('heading', { name: 'Conectado' }).waitFor()

  const document = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(70_000, 'nota fiscal ')])
  await world.phones.send(customer, shop, 'Bom dia! Têm pão de queijo?')
  await world.phones.sendFile(customer, shop, document, { kind: 'document', name: '../nota.pdf' })
  await page.getByRole('link', { name: /Marina/ }).click()
  await page.getByText('Bom dia! Têm pão de queijo?').last().waitFor()
  await page.getByRole('textbox', { name: 'Mensagem' }).fill('Temos, sim!')
  await page.keyboard.press('Enter')
  await until('the answer on the phone', async () => (await world.phones.chat(customer, shop)).some(({ text }) => text === 'Temos, sim!'))

  await page.getByRole('link', { name: 'Ajustes' }).click()
  // The document has come once it counts.
  await page.getByText(/^1 arquivo:/).waitFor()
  await page.getByRole('link', { name: 'Exportar', exact: true }).click()
  await page.getByRole('button', { name: 'Preparar arquivo' }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Baixar o arquivo de/ }).click()
  const saved = await saving
  assert.match(saved.suggestedFilename(), /^Padaria Sol \d{4}-\d\d-\d\d\.zip$/)
  const files = unzip(await readFile(await saved.path()))

  const text = (path: string) => files.get(path)?.toString('utf8') ?? ''
  assert.match(text('README.txt'), /SEUS DADOS DO WHATSAPP — Padaria Sol/)
  const path = [...files.keys()].find((path) => path.startsWith('messages/')) ?? ''
  type Line = { fromMe: boolean; content: { text?: string }; exportedAs: string | null }
  const lines = text(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const said = lines.filter(({ content }) => content.text !== undefined).map(({ fromMe, content }) => [fromMe, content.text])
  assert.deepEqual(said, [
    [false, 'Bom dia! Têm pão de queijo?'],
    [true, 'Temos, sim!'],
  ])
  const media = lines.map(({ exportedAs }) => exportedAs).filter((path) => path !== null)
  assert.equal(media.length, 1)
  assert.match(media[0] ?? '', /^media\/\d{4}-\d\d-\d\d-[0-9a-f]{16}-_nota\.pdf$/)
  assert.ok(files.get(media[0] ?? '')?.equals(document), 'another file')
  const manifest = JSON.parse(text('manifest.json')) as { files: { path: string; sizeBytes: number; sha256: string }[] }
  for (const { path, sizeBytes, sha256 } of manifest.files) {
    const file = files.get(path)
    assert.ok(file, path)
    assert.deepEqual([file.length, createHash('sha256').update(file).digest('hex')], [sizeBytes, sha256], path)
  }
  assert.equal(manifest.files.length, files.size - 1, 'all but the manifest itself')
})
