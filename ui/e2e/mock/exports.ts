// Exports of all data in the mocked world: asked for, on their way, ready, and gone.
import type { ServerResponse } from 'node:http'

import type { Export } from '../../src/api/types'
import { type Answer, page, problem } from './answers'

export interface ExportState {
  exports: Export[]
  /** So many messages further each look finds an export. */
  exportsBy: number
  /** Why the next exports fail. */
  exportsFail: Export['failure']
}

const dayMs = 86_400_000
const counts = { messages: 80_000, allMessages: 80_000, files: 120, allFiles: 120 }

/** One that was asked for at a moment. */
export const exported = (at: number, askedAtMs: number, more: Partial<Export> = {}): Export => ({
  id: `01900000-0000-7000-8000-00000e${String(999_999 - at).padStart(6, '0')}`,
  state: 'ready',
  failure: null,
  hasMedia: true,
  language: 'pt-BR',
  askedAtMs,
  endedAtMs: askedAtMs + 60_000,
  keptUntilMs: askedAtMs + 7 * dayMs,
  sizeBytes: 1_243_000_000,
  counts,
  ...more,
})

/** One that is on its way. */
export const exporting = (askedAtMs: number, messages: number): Export =>
  exported(0, askedAtMs, {
    state: 'making',
    endedAtMs: null,
    keptUntilMs: null,
    sizeBytes: null,
    counts: { ...counts, messages, files: 0 },
  })

function look(state: ExportState, one: Export): Export {
  if (one.state !== 'making') return one
  const gone = { endedAtMs: Date.now(), keptUntilMs: null, sizeBytes: null }
  if (state.exportsFail !== null)
    return Object.assign(one, { ...gone, state: 'failed', failure: state.exportsFail } satisfies Partial<Export>)
  one.counts.messages = Math.min(one.counts.allMessages, one.counts.messages + state.exportsBy)
  if (one.counts.messages < one.counts.allMessages) return one
  one.counts.files = one.counts.allFiles
  const now = Date.now()
  return Object.assign(one, {
    state: 'ready',
    endedAtMs: now,
    keptUntilMs: now + 7 * dayMs,
    sizeBytes: 1_243_000_000,
  } satisfies Partial<Export>)
}

function begin(state: ExportState, hasMedia: boolean): Answer {
  const going = state.exports.find(({ state: word }) => word === 'making')
  if (going) return [202, going]
  const begun = exporting(Date.now(), 0)
  Object.assign(begun, { hasMedia, id: exported(state.exports.length + 1, 0).id })
  if (!hasMedia) begun.counts.allFiles = 0
  state.exports = [begun, ...state.exports]
  return [202, begun]
}

/** What `…/exports` answers. */
export function exportsPlane(state: ExportState, method: string, url: URL, rest: string[], body: object): Answer {
  const [id, act] = rest
  if (id === undefined) {
    if (method === 'POST') return begin(state, 'media' in body && body.media === true)
    return page(
      state.exports.map((one) => look(state, one)),
      url.searchParams,
      [20, 100],
    )
  }
  const one = state.exports.find((known) => known.id === id)
  if (!one) return problem(404, 'not_found')
  if (act === 'url') {
    const at = `${url.pathname.replace('/url', '/signed')}?expires=1&by=mock&signature=mock`
    return one.state === 'ready' ? [200, { url: at, expiresAtMs: Date.now() + 300_000 }] : problem(409, 'export_not_ready')
  }
  if (method !== 'DELETE') return [200, look(state, one)]
  state.exports = state.exports.filter((known) => known !== one)
  return [204]
}

/** The archive itself, where its address is asked for. */
export function archive(response: ServerResponse, url: URL): boolean {
  if (!/\/exports\/[^/]+\/signed$/.test(url.pathname)) return false
  response.writeHead(200, {
    'content-type': 'application/zip',
    'content-disposition': "attachment; filename*=UTF-8''Padaria%20Sol%202026-11-30.zip",
  })
  // An empty archive.
  response.end(Buffer.from('504b0506000000000000000000000000000000000000', 'hex'))
  return true
}
