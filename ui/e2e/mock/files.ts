// The mock's part about files: it hands them out, fetches them at once, and takes resumable uploads.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { PNG } from 'pngjs'

import type { UploadedMedia } from '../../src/api/types'
import { mediaFile } from '../../src/testing/world'
import type { MockState } from './server'
import { conversation, filesId } from './world'

export interface Upload {
  name: string
  length: number
  content: Buffer
  /** Once all of it is here. */
  media: UploadedMedia | null
}

/** Whether the request was about a file, and is answered. */
export async function files(state: MockState, request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
  const [first, id = '', act] = url.pathname.split('/').slice(4)
  if (url.pathname.endsWith('/thumbnail') || (request.method === 'GET' && url.pathname.endsWith('/picture'))) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(drawn(48, 32))
    return true
  }
  if (first !== 'media') return false
  if (id === 'uploads') await upload(state, request, response, act)
  else if (act === 'fetch') fetch(state, response, id)
  else handOut(state, request, response, id)
  return true
}

const known = (state: MockState, id: string) => {
  const one = conversation(filesId, state.beganAtMs).find(({ file }) => file?.id === id)
  return one && { content: one.content, file: state.files.get(id) ?? one.file ?? mediaFile({ id }) }
}

function fetch(state: MockState, response: ServerResponse, id: string): void {
  const one = known(state, id)
  if (!one) return void response.writeHead(404).end()
  state.files.set(id, { ...one.file, state: 'here', reason: null, mime: 'image/png' })
  response.writeHead(202).end()
}

function handOut(state: MockState, request: IncomingMessage, response: ServerResponse, id: string): void {
  const sent = [...state.uploads.values()].find(({ media }) => media?.id === id)
  const one = known(state, id)
  if (!sent && one?.file.state !== 'here') return void response.writeHead(one ? 409 : 404).end()
  const content = one?.content
  const isSound = content?.kind === 'media' && (content.file === 'voice' || content.file === 'audio')
  const isTall = content?.kind === 'media' && (content.width ?? 1) < (content.height ?? 1)
  const bytes = sent?.content ?? (isSound ? hum(2) : isTall ? drawn(600, 900) : drawn(900, 600))
  const mime = sent ? sent.media?.mime : isSound ? 'audio/wav' : 'image/png'
  const [, from] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? []
  const start = Number(from ?? 0)
  response.writeHead(from === undefined ? 200 : 206, {
    'content-type': mime,
    'accept-ranges': 'bytes',
    'content-length': bytes.length - start,
    ...(from !== undefined && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  })
  response.end(bytes.subarray(start))
}

/** The part of tus 1.0.0 that the panel uses. */
async function upload(state: MockState, request: IncomingMessage, response: ServerResponse, id: string | undefined): Promise<void> {
  if (id === undefined) {
    const name = Buffer.from(/filename (\S+)/.exec(String(request.headers['upload-metadata']))?.[1] ?? '', 'base64').toString()
    const fresh = randomUUID()
    state.uploads.set(fresh, { name, length: Number(request.headers['upload-length']), content: Buffer.alloc(0), media: null })
    return void response.writeHead(201, { location: `${request.url}/${fresh}`, 'tus-resumable': '1.0.0' }).end()
  }
  const one = state.uploads.get(id)
  if (!one) return void response.writeHead(404).end()
  const headers = () => ({ 'upload-offset': one.content.length, 'upload-length': one.length, 'tus-resumable': '1.0.0' })
  switch (request.method) {
    case 'HEAD':
      return void response.writeHead(200, headers()).end()
    case 'PATCH': {
      const before = one.content.length
      // A browser sends a request of its own accord once more where a connection was reset.
      if (Number(request.headers['upload-offset']) !== before) return void response.writeHead(409, headers()).end()
      for await (const chunk of request) {
        one.content = Buffer.concat([one.content, chunk as Buffer])
        const limit = state.breaksUploadsAfter
        if (limit !== null && one.content.length - before >= limit) return void response.destroy()
      }
      if (one.content.length === one.length) one.media = about(one)
      return void response.writeHead(204, headers()).end()
    }
    case 'DELETE':
      state.uploads.delete(id)
      return void response.writeHead(204).end()
    default:
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ offset: one.content.length, sizeBytes: one.length, media: one.media }))
  }
}

function about({ name, length, content }: Upload): UploadedMedia {
  const [mime, kind] = content.subarray(0, 8).equals(pngMark)
    ? (['image/png', 'image'] as const)
    : content.subarray(0, 4).toString() === 'OggS'
      ? (['audio/ogg', 'voice'] as const)
      : (['application/octet-stream', 'document'] as const)
  return { id: randomUUID(), mime, sizeBytes: length, kind, width: null, height: null, durationS: null, fileName: name }
}

const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pictures = new Map<string, Buffer>()

/** A sky over a hill. */
export function drawn(width: number, height: number): Buffer {
  const name = `${width}x${height}`
  const before = pictures.get(name)
  if (before) return before
  const picture = new PNG({ width, height })
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height]
    const isHill = y > 0.6 + 0.12 * Math.sin(x * 6)
    picture.data.set(isHill ? [96, 140 - 40 * y, 92, 255] : [150 + 70 * y, 190 + 40 * y, 225, 255], at * 4)
  }
  const bytes = PNG.sync.write(picture)
  pictures.set(name, bytes)
  return bytes
}

/** A quiet tone, as a WAV of 8 kHz. */
function hum(seconds: number): Buffer {
  const rate = 8_000
  const samples = seconds * rate
  const wav = Buffer.alloc(44 + samples)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate, 28)
  wav.writeUInt16LE(1, 32)
  wav.writeUInt16LE(8, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples, 40)
  for (let at = 0; at < samples; at++) wav[44 + at] = 128 + Math.round(20 * Math.sin((at / rate) * 2 * Math.PI * 220))
  return wav
}
