import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

// One page alone: two tabs take turns in e2e/journeys/tabs.spec.ts.
vi.mock('../../lib/alone', () => ({ canBeAlone: () => false, alone: <T>(_: string, what: () => Promise<T>) => what() }))

import { connection } from '../../api/connection'
import { type Outgoing, tenantKeys } from '../../api/tenant'
import { Trouble } from '../../api/problem'
import type { MediaDraft, MessagePage } from '../../api/types'
import { upload } from '../../api/upload'
import { keptFiles } from '../../lib/kept-files'
import { chatId, message, tenantId } from '../../testing/world'
import { forgetOutgoing, newAlbum, Sender } from './sender'

vi.mock('../../api/upload', () => ({ upload: vi.fn() }))
const uploading = vi.mocked(upload)

interface Asked {
  text?: string
  message?: MediaDraft | { kind: 'album'; images: number; videos: number }
  key: string | null
  chatId: string
}

const otherChatId = '01900000-0000-7000-8000-00000000c002'

/** The server's side: what was asked of it, and how it answers. */
let asked: Asked[]
let answer: (one: Asked) => Response | Promise<Response>
let client: QueryClient
let sender: Sender
let leave: () => void

const taken = ({ text = '', key, chatId }: Asked) => {
  const sent = message({ id: `ID-${key}`, chatId, fromMe: true, content: { kind: 'text', text }, status: 'queued' })
  return Response.json({ id: sent.id, chatId, status: 'queued', duplicate: false, message: sent }, { status: 202 })
}
const problem = (status: number, code: string) =>
  Response.json({ type: `urn:portaria:problem:${code}`, title: code, status, code, detail: code }, { status })
const lost = () => Promise.reject(new TypeError('Failed to fetch'))

const shown = (chat = chatId) => client.getQueryData<Outgoing[]>(tenantKeys.outgoing(tenantId, chat)) ?? []
const conversation = () =>
  client
    .getQueryData<InfiniteData<MessagePage>>(tenantKeys.messages(tenantId, chatId))
    ?.pages.flatMap(({ items }) => items.map(({ content }) => (content.kind === 'text' ? content.text : '')))
const texts = () => asked.map(({ text }) => text)
const isSaid = (...expected: string[]) => vi.waitFor(() => expect(texts()).toEqual(expected))

/** The page is opened: anew, or once more after a reload. */
function openPage() {
  client = new QueryClient()
  client.setQueryData(tenantKeys.messages(tenantId, chatId), { pages: [{ items: [], nextCursor: null }], pageParams: [null] })
  sender = new Sender(client, tenantId)
  leave = sender.start()
}

beforeEach(() => {
  localStorage.clear()
  connection.set('live')
  asked = []
  answer = taken
  vi.stubGlobal('fetch', async (request: Request) => {
    const one = {
      ...((await request.json()) as { text: string }),
      key: request.headers.get('idempotency-key'),
      chatId: new URL(request.url).pathname.split('/')[5] ?? '',
    }
    asked.push(one)
    return answer(one)
  })
  openPage()
})
afterEach(() => {
  leave()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a text', () => {
  it('is shown at once, and once when it is taken', async () => {
    sender.send(chatId, 'oi')
    expect(shown()).toMatchObject([{ text: 'oi', state: 'sending', trouble: null }])
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(conversation()).toEqual(['oi'])
    expect(localStorage.length).toBe(0)
  })

  it('is sent once where the browser’s storage takes nothing', async () => {
    const setItem = vi.fn(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    vi.stubGlobal('localStorage', { getItem: () => null, setItem, removeItem: () => undefined })
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(setItem).toHaveBeenCalled()
    expect(texts()).toEqual(['oi'])
    expect(conversation()).toEqual(['oi'])
  })

  it('that the network drops waits, and goes out by itself under the same key when the connection is back', async () => {
    answer = lost
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'waiting', trouble: 'offline' }]))
    connection.set('down')
    answer = taken
    connection.set('live')
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(texts()).toEqual(['oi', 'oi'])
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1)
    expect(conversation()).toEqual(['oi'])
  })

  it('is sent to the chat that its own became while it was on its way, once and before what came after it', async () => {
    let refuse = () => {}
    answer = (one) => (one.chatId === chatId ? new Promise((end) => (refuse = () => end(problem(404, 'not_found')))) : taken(one))
    sender.send(chatId, 'um')
    sender.send(chatId, 'dois')
    await isSaid('um')
    sender.move(chatId, otherChatId)
    sender.send(otherChatId, 'três')
    expect([shown(), shown(otherChatId).length]).toEqual([[], 3])
    refuse()
    await isSaid('um', 'um', 'dois', 'três')
    await vi.waitFor(() => expect(shown(otherChatId)).toEqual([]))
    expect(asked.map(({ chatId }) => chatId)).toEqual([chatId, otherChatId, otherChatId, otherChatId])
    expect(localStorage.length).toBe(0)
  })

  it('that was refused because its chat had gone is sent to the one that this became', async () => {
    answer = (one) => (one.chatId === chatId ? problem(404, 'not_found') : taken(one))
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'unsent' }]))
    sender.move(chatId, otherChatId)
    await vi.waitFor(() => expect(shown(otherChatId)).toEqual([]))
    expect(texts()).toEqual(['oi', 'oi'])
  })

  it('goes out when the browser is online again', async () => {
    answer = lost
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
    answer = taken
    dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(shown()).toEqual([]))
  })

  it('goes out also where nothing tells that the connection is back', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    answer = lost
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
    answer = taken
    await vi.advanceTimersByTimeAsync(2_000)
    await vi.waitFor(() => expect(shown()).toEqual([]))
  })

  it('whose answer a proxy gives in the server’s place waits as well', async () => {
    answer = () => new Response('<h1>502</h1>', { status: 502 })
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
  })

  it('that is refused says why, and holds up none behind it', async () => {
    answer = (one) => (one.text === 'oi' ? problem(409, 'tenant_paused') : taken(one))
    sender.send(chatId, 'oi')
    sender.send(chatId, 'tudo bem?')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ text: 'oi', state: 'unsent', trouble: 'tenant_paused' }]))
    expect(conversation()).toEqual(['tudo bem?'])
    answer = taken
    connection.set('down')
    connection.set('live')
    expect(texts()).toEqual(['oi', 'tudo bem?'])
    sender.sendAgain(chatId, shown()[0]?.key ?? '')
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(asked[2]?.key).toBe(asked[0]?.key)
  })

  it('on which the server breaks again and again does not hold up the others for ever', async () => {
    answer = (one) => (one.text === 'oi' ? problem(500, 'internal') : taken(one))
    sender.send(chatId, 'oi')
    sender.send(chatId, 'tudo bem?')
    await vi.waitFor(() => {
      dispatchEvent(new Event('online'))
      expect(shown()).toMatchObject([{ text: 'oi', state: 'unsent', trouble: 'internal' }])
    })
    expect(conversation()).toEqual(['tudo bem?'])
  })

  it('of which an event tells that the server has it is not sent again, and is forgotten', async () => {
    answer = () => problem(409, 'tenant_paused')
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('unsent'))
    client.setQueryData(tenantKeys.outgoing(tenantId, chatId), [])
    expect(localStorage.length).toBe(0)
    dispatchEvent(new Event('online'))
    expect(texts()).toEqual(['oi'])
  })

  it('that is discarded never goes out', async () => {
    answer = lost
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
    sender.discard(chatId, shown()[0]?.key ?? '')
    answer = taken
    dispatchEvent(new Event('online'))
    leave()
    openPage()
    sender.send(chatId, 'outra')
    await isSaid('oi', 'outra')
  })
})

describe('texts', () => {
  it('of a chat keep their order, one after the other', async () => {
    let letGo = () => {}
    answer = async (one) => {
      if (one.text === 'um') await new Promise<void>((go) => (letGo = go))
      return taken(one)
    }
    for (const text of ['um', 'dois', 'três']) sender.send(chatId, text)
    await isSaid('um')
    letGo()
    await isSaid('um', 'dois', 'três')
  })

  it('of a chat that wait go out in their order', async () => {
    answer = lost
    for (const text of ['um', 'dois', 'três']) sender.send(chatId, text)
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
    answer = taken
    dispatchEvent(new Event('online'))
    await isSaid('um', 'um', 'dois', 'três')
  })

  it('of one chat wait for no other chat', async () => {
    answer = (one) => (one.chatId === chatId ? lost() : taken(one))
    sender.send(chatId, 'um')
    sender.send('other', 'dois')
    await vi.waitFor(() => expect(shown('other')).toEqual([]))
    expect(shown()).toHaveLength(1)
  })
})

describe('after a reload', () => {
  const reload = () => {
    leave()
    asked = []
    openPage()
  }

  it('what waits goes out, in its order, under its keys', async () => {
    answer = lost
    for (const text of ['um', 'dois', 'três']) sender.send(chatId, text)
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
    const keys = shown().map(({ key }) => key)
    answer = taken
    reload()
    expect(shown().map(({ text }) => text)).toEqual(['um', 'dois', 'três'])
    await isSaid('um', 'dois', 'três')
    expect(asked.map(({ key }) => key)).toEqual(keys)
    await vi.waitFor(() => expect(localStorage.length).toBe(0))
  })

  it('what was refused is there and waits for a person', async () => {
    answer = () => problem(409, 'tenant_paused')
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('unsent'))
    reload()
    expect(shown()).toMatchObject([{ text: 'oi', state: 'unsent', trouble: 'tenant_paused' }])
    expect(asked).toEqual([])
  })

  it('what has waited for more than a day asks first', () => {
    const old = { chatId, text: 'abre hoje?', atMs: Date.now() - 25 * 3_600_000, state: 'waiting', trouble: 'offline' }
    localStorage.setItem(`portaria.outgoing.${tenantId}.k1`, JSON.stringify(old))
    reload()
    expect(shown()).toMatchObject([{ text: 'abre hoje?', state: 'unsent', trouble: null }])
    expect(asked).toEqual([])
  })

  it('what another program left there is nothing', () => {
    localStorage.setItem(`portaria.outgoing.${tenantId}.k1`, '{"text":1')
    localStorage.setItem(`portaria.outgoing.${tenantId}.k2`, '{"text":1}')
    reload()
    expect(shown()).toEqual([])
  })

  it('another tenant’s texts stay where they are', () => {
    localStorage.setItem('portaria.outgoing.another.k1', JSON.stringify({ chatId, text: 'x', atMs: Date.now(), state: 'waiting' }))
    reload()
    expect(shown()).toEqual([])
  })

  it('nothing is there once somebody has left this browser', async () => {
    answer = lost
    sender.send(chatId, 'oi')
    await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
    forgetOutgoing(tenantId)
    reload()
    expect(shown()).toEqual([])
  })
})

it('what another tab has sent is not sent here as well', async () => {
  answer = lost
  sender.send(chatId, 'oi')
  await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
  const name = `portaria.outgoing.${tenantId}.${shown()[0]?.key}`
  localStorage.removeItem(name)
  dispatchEvent(new StorageEvent('storage', { key: name, newValue: null }))
  expect(shown()).toEqual([])
})

it('no more than a browser bears is kept', async () => {
  answer = lost
  for (let count = 0; count < 310; count++) sender.send(chatId, `texto ${count}`)
  await vi.waitFor(() => expect(shown()[0]?.state).toBe('waiting'))
  expect(shown()).toHaveLength(310)
  expect(localStorage.length).toBe(300)
})

describe('a file', () => {
  const content = new Blob(['pão'], { type: 'image/png' })
  const about = { name: 'forno.png', sizeBytes: 3, looksLike: 'image', as: null, width: 4, height: 3, durationS: null } as const
  const uploaded = (id: string) =>
    ({ id, mime: 'image/png', sizeBytes: 3, kind: 'image', width: 4, height: 3, durationS: null, fileName: '' }) as const
  const drafts = () => asked.map(({ message }) => message)

  beforeEach(() => {
    uploading.mockReset()
    uploading.mockResolvedValue(uploaded('m1'))
  })

  it('is shown at once, uploaded, and sent with its words under its key', async () => {
    sender.sendFile(chatId, content, about, 'Do forno')
    expect(shown()).toMatchObject([{ text: 'Do forno', state: 'sending', file: { name: 'forno.png', mediaId: null } }])
    const key = shown()[0]?.key
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(drafts()).toEqual([{ kind: 'media', mediaId: 'm1', caption: 'Do forno' }])
    expect(asked[0]?.key).toBe(key)
    expect(localStorage.length).toBe(0)
  })

  it('that goes as a document says so', async () => {
    sender.sendFile(chatId, content, { ...about, as: 'document' }, '')
    await vi.waitFor(() => expect(drafts()).toEqual([{ kind: 'media', mediaId: 'm1', as: 'document' }]))
  })

  it('whose upload the network drops goes on where it was, and is uploaded once', async () => {
    uploading.mockImplementationOnce(({ onBegun }) => {
      onBegun('/uploads/u1')
      return Promise.reject(new Trouble('offline', null))
    })
    sender.sendFile(chatId, content, about, '')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'waiting', trouble: 'offline' }]))
    dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(uploading.mock.calls.map(([{ from }]) => from)).toEqual([null, '/uploads/u1'])
  })

  it('that is there is not uploaded again when only the answer was lost', async () => {
    answer = lost
    sender.sendFile(chatId, content, about, '')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'waiting', file: { mediaId: 'm1' } }]))
    answer = taken
    dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(uploading).toHaveBeenCalledOnce()
  })

  it('keeps no text waiting, however long it takes', async () => {
    let letGo = () => {}
    uploading.mockImplementationOnce(async () => {
      await new Promise<void>((go) => (letGo = go))
      return uploaded('m1')
    })
    sender.sendFile(chatId, content, about, '')
    sender.send(chatId, 'já vai')
    await vi.waitFor(() => expect(texts()).toEqual(['já vai']))
    letGo()
    await vi.waitFor(() => expect(drafts()).toHaveLength(2))
  })

  it('that is cancelled ends its upload and never goes out', async () => {
    let isEnded = false
    uploading.mockImplementationOnce(({ signal }) => {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          isEnded = true
          reject(signal.reason as Error)
        })
      })
    })
    sender.sendFile(chatId, content, about, '')
    await vi.waitFor(() => expect(uploading).toHaveBeenCalledOnce())
    sender.discard(chatId, shown()[0]?.key ?? '')
    await vi.waitFor(() => expect(isEnded).toBe(true))
    expect(shown()).toEqual([])
    sender.sendFile(chatId, content, about, 'outra')
    await vi.waitFor(() => expect(drafts()).toEqual([{ kind: 'media', mediaId: 'm1', caption: 'outra' }]))
  })

  it('whose upload the server has forgotten is uploaded anew when somebody sends it again', async () => {
    answer = () => problem(404, 'not_found')
    sender.sendFile(chatId, content, about, '')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'unsent', trouble: 'not_found' }]))
    answer = taken
    uploading.mockResolvedValue(uploaded('m2'))
    sender.sendAgain(chatId, shown()[0]?.key ?? '')
    await vi.waitFor(() => expect(drafts().at(-1)).toEqual({ kind: 'media', mediaId: 'm2' }))
  })

  it('for which there is no room says so at once', async () => {
    uploading.mockRejectedValue(new Trouble('media_full', { type: '', title: '', status: 507, code: 'media_full', detail: '' }))
    sender.sendFile(chatId, content, about, '')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'unsent', trouble: 'media_full' }]))
  })

  it('outlives a reload, where this browser keeps files', async () => {
    const kept = new Map<string, Blob>()
    vi.spyOn(keptFiles, 'keep').mockImplementation((name, file) => Promise.resolve(void kept.set(name, file)))
    vi.spyOn(keptFiles, 'get').mockImplementation((name) => Promise.resolve(kept.get(name)))
    uploading.mockRejectedValueOnce(new Trouble('offline', null))
    sender.sendFile(chatId, content, about, 'Do forno')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'waiting' }]))
    leave()
    openPage()
    await vi.waitFor(() => expect(drafts()).toEqual([{ kind: 'media', mediaId: 'm1', caption: 'Do forno' }]))
    vi.restoreAllMocks()
  })

  it('that a reload has lost says so, and asks for it again', async () => {
    vi.spyOn(keptFiles, 'get').mockResolvedValue(undefined)
    uploading.mockRejectedValueOnce(new Trouble('offline', null))
    sender.sendFile(chatId, content, about, '')
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'waiting' }]))
    leave()
    openPage()
    await vi.waitFor(() => expect(shown()).toMatchObject([{ state: 'unsent', trouble: 'file_lost' }]))
    vi.restoreAllMocks()
  })
})

describe('an album', () => {
  const about = (name: string, looksLike: 'image' | 'video' = 'image') => {
    return { name, sizeBytes: 1, looksLike, as: null, width: null, height: null, durationS: null } as const
  }
  const album = () => newAlbum(['image', 'video'])
  const send = (of: ReturnType<typeof album>) => {
    sender.sendFile(chatId, new Blob(['a']), about('a.png'), '', { album: of })
    sender.sendFile(chatId, new Blob(['b']), about('b.mp4', 'video'), '', { album: of })
  }
  const drafts = () => asked.map(({ message }) => (message && 'album' in message ? ['part', message.album] : ['head', message]))
  beforeEach(() => {
    uploading.mockImplementation(({ name }) => Promise.resolve({ id: name } as never))
  })

  it('is told of before its first part, once, and each part names it', async () => {
    const of = album()
    send(of)
    await vi.waitFor(() => expect(shown()).toEqual([]))
    const head = { kind: 'album', images: 1, videos: 1 }
    expect(drafts()).toEqual([
      ['head', head],
      ['part', `ID-${of.key}`],
      ['part', `ID-${of.key}`],
    ])
    expect(asked[0]?.key).toBe(of.key)
  })

  it('is told of under the same key and with the same counts after a reload, whatever was cancelled since', async () => {
    answer = lost
    const of = album()
    send(of)
    await vi.waitFor(() => expect(shown()[0]).toMatchObject({ state: 'waiting', album: { isAsked: true } }))
    leave()
    openPage()
    sender.discard(chatId, shown()[1]?.key ?? '')
    answer = taken
    connection.set('down')
    connection.set('live')
    await vi.waitFor(() => expect(shown()).toEqual([]))
    const heads = drafts().filter(([what]) => what === 'head')
    expect(new Set(heads.map(([, head]) => JSON.stringify(head)))).toEqual(
      new Set([JSON.stringify({ kind: 'album', images: 1, videos: 1 })]),
    )
    expect(drafts().at(-1)).toEqual(['part', `ID-${of.key}`])
  })

  it('of which one part is left before it was told of is none', async () => {
    let upload = (): void => undefined
    uploading.mockImplementationOnce(({ name }) => new Promise((end) => (upload = () => end({ id: name } as never))))
    send(album())
    sender.discard(chatId, shown()[1]?.key ?? '')
    await vi.waitFor(() => expect(uploading).toHaveBeenCalled())
    upload()
    await vi.waitFor(() => expect(shown()).toEqual([]))
    expect(asked.map(({ message }) => message)).toEqual([{ kind: 'media', mediaId: 'a.png' }])
  })
})
