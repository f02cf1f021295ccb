import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'

import type { MediaProgress } from '../../../api/types'
import { tenantKeys } from '../../../api/tenant'
import { file, mediaFile, message, type MessageChange, tenantId } from '../../../testing/world'
import { ContentView } from './ContentView'
import { player } from './media/player'
import { OpenInViewer } from './media/viewing'
import { TenantId } from './tenant'

let client: QueryClient
let asked: string[]
const open = vi.fn()

beforeEach(() => {
  client = new QueryClient()
  asked = []
  open.mockReset()
  player.stop()
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    return Promise.resolve(new Response(null, { status: 202 }))
  })
})

const show = (change: MessageChange) =>
  render(
    <QueryClientProvider client={client}>
      <TenantId value={tenantId}>
        <OpenInViewer value={open}>
          <ContentView message={message(change)} />
        </OpenInViewer>
      </TenantId>
    </QueryClientProvider>,
  )

const missing = (change: Parameters<typeof mediaFile>[0]) => mediaFile({ mime: '', ...change })

it('a picture that is here is shown whole over its small one, and opens in the viewer', () => {
  show({ content: file('image', { hasThumbnail: true }), file: mediaFile({ id: 'f1' }) })
  const sources = [...document.querySelectorAll('img')].map((img) => img.getAttribute('src'))
  expect(sources).toEqual([expect.stringMatching(/\/thumbnail$/), expect.stringMatching(/\/media\/f1$/)])
  fireEvent.click(screen.getByRole('button', { name: 'Abrir: Foto' }))
  expect(open).toHaveBeenCalledOnce()
})

it('a picture that this browser cannot show can be kept', () => {
  show({ content: file('image'), file: mediaFile({ id: 'f1' }) })
  fireEvent.error(screen.getByRole('img', { name: 'Foto' }))
  expect(screen.getByText(/O navegador não mostra este arquivo/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Baixar Foto' }).getAttribute('href')).toMatch(/\/media\/f1\?download=true$/)
})

it.each([
  ['history' as const, 'Veio com o histórico do celular.'],
  ['kind' as const, 'Este tipo de arquivo só baixa a pedido.'],
  ['too_large' as const, 'Grande demais para baixar sozinho.'],
  ['full' as const, 'O espaço para arquivos está cheio.'],
])('a file that waits to be asked for says why, how large it is, and comes: %s', async (reason, words) => {
  show({ content: file('video'), file: missing({ id: 'f1', state: 'on_demand', reason, sizeBytes: 6_200_000 }) })
  expect(screen.getByText(words)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: /^Baixar: Vídeo, 6,2\sMB$/ }))
  expect(await screen.findByText('Baixando…')).toBeTruthy()
  expect(asked).toEqual([`POST /api/whatsapp/${tenantId}/media/f1/fetch`])
})

it.each([
  ['gone' as const, 'O WhatsApp não tem mais este arquivo.'],
  ['broken' as const, 'O arquivo não chegou inteiro.'],
  ['no_space' as const, 'Não há espaço para guardar o arquivo.'],
])('a file that did not come says why, and is tried again: %s', async (reason, words) => {
  show({ content: file('document', { fileName: 'nota.pdf' }), file: missing({ state: 'failed', reason }) })
  expect(screen.getByText(words)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: /^Tentar de novo: Documento/ }))
  await vi.waitFor(() => expect(asked).toHaveLength(1))
})

it('a message that brings no file offers nothing that cannot help', () => {
  show({ content: file('voice'), file: missing({ state: 'failed', reason: 'no_file' }) })
  expect(screen.getByText(/A mensagem veio sem o arquivo/)).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

it('a refusal is said, and leaves the way to try again', async () => {
  const problem = { type: '', title: '', status: 507, code: 'media_full', detail: '' }
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 507 })))
  show({ content: file('image'), file: missing({ state: 'on_demand', reason: 'full' }) })
  fireEvent.click(screen.getByRole('button', { name: /^Baixar: Foto/ }))
  expect(await screen.findByText(/Apague mensagens com arquivos/)).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Baixar: Foto/ })).toBeTruthy()
})

it('a file on its way says how far it is', async () => {
  show({ content: file('image'), file: missing({ id: 'f1', state: 'waiting', sizeBytes: 4_000_000 }) })
  expect(screen.getByText('Baixando…')).toBeTruthy()
  const news: MediaProgress = { mediaId: 'f1', doneBytes: 1_000_000, totalBytes: 4_000_000, direction: 'fetch' }
  act(() => void client.setQueryData(tenantKeys.progress(tenantId, 'f1'), news))
  expect((await screen.findByRole('progressbar', { name: 'Baixando…' })).getAttribute('aria-valuenow')).toBe('25')
})

it('a document’s name hides nothing of what it ends with', () => {
  show({ content: file('document', { fileName: 'foto\u202Egpj.exe\u200B' }), file: mediaFile({ mime: 'application/octet-stream' }) })
  expect(screen.getByText('fotogpj.exe')).toBeTruthy()
  expect(screen.getByText(/^EXE · /)).toBeTruthy()
})

it('a sticker that is a program for drawing it is shown by its small picture', () => {
  show({ content: file('sticker', { isLottie: true, hasThumbnail: true }), file: mediaFile({ mime: 'application/was' }) })
  const sources = [...document.querySelectorAll('img')].map((img) => img.getAttribute('src'))
  expect(sources).toEqual([expect.stringMatching(/\/thumbnail$/)])
})

it('one sound is heard at a time, at the speed that was chosen, and goes to another place by the keys', () => {
  const heard = new Set<HTMLMediaElement>()
  vi.spyOn(HTMLMediaElement.prototype, 'paused', 'get').mockImplementation(function (this: HTMLMediaElement) {
    return !heard.has(this)
  })
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(function (this: HTMLMediaElement) {
    heard.add(this)
    this.dispatchEvent(new Event('play'))
    return Promise.resolve()
  })
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(function (this: HTMLMediaElement) {
    if (heard.delete(this)) this.dispatchEvent(new Event('pause'))
  })
  show({ content: file('voice', { durationS: 12, waveform: [1, 50] }), file: mediaFile({ id: 'one' }) })
  show({ content: file('voice', { durationS: 7, waveform: [1, 50] }), file: mediaFile({ id: 'two' }) })
  const [first, second] = screen.getAllByRole('button', { name: 'Tocar: Mensagem de voz' })
  act(() => first?.click())
  expect(screen.getAllByRole('button', { name: 'Pausar: Mensagem de voz' })).toHaveLength(1)
  const [place] = screen.getAllByRole('slider', { name: 'Posição' })
  fireEvent.keyDown(place as HTMLElement, { key: 'ArrowRight' })
  expect(place?.getAttribute('aria-valuetext')).toBe('0:05 de 0:12')
  fireEvent.click(screen.getByRole('button', { name: 'Velocidade: 1×' }))
  expect([...heard].map(({ playbackRate }) => playbackRate)).toEqual([1.5])
  act(() => second?.click())
  expect(heard.size).toBe(1)
  expect(screen.getAllByRole('button', { name: 'Pausar: Mensagem de voz' })).toHaveLength(1)
  vi.restoreAllMocks()
})

it('a voice message that ends is followed by the next one, in the same speed and element', () => {
  const heard: string[] = []
  const elements = new Set<HTMLMediaElement>()
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(function (this: HTMLMediaElement) {
    elements.add(this)
    heard.push(`${new URL(this.src, 'http://x').pathname.split('/').at(-1)} ${this.playbackRate}`)
    return Promise.resolve()
  })
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => undefined)
  player.follow((id) => (id === 'one' ? { id: 'two', url: '/media/two' } : undefined))
  player.toggle('one', '/media/one')
  const [element] = elements
  act(() => void element?.dispatchEvent(new Event('ended')))
  act(() => void element?.dispatchEvent(new Event('ended')))
  expect(heard.map((one) => one.split(' ')[0])).toEqual(['one', 'two'])
  expect(new Set(heard.map((one) => one.split(' ')[1])).size).toBe(1)
  expect(elements.size).toBe(1)
  vi.restoreAllMocks()
})
