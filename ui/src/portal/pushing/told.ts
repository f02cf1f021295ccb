// What the server tells a browser while its panel is closed, and what becomes of it: no more than what can be tried without
// a browser.
import { unformatted } from '../../features/messages/formatting'
import { kind as kindEn, notices as noticesEn, people as peopleEn, summary as summaryEn } from '../../i18n/panel/en.json'
import { kind as kindEs, notices as noticesEs, people as peopleEs, summary as summaryEs } from '../../i18n/panel/es.json'
import { kind as kindPt, notices as noticesPt, people as peoplePt, summary as summaryPt } from '../../i18n/panel/pt-BR.json'
import { visible } from '../../lib/visible'

/** One word of the server, as its `push/payload.rs` writes it. */
export interface Told {
  type: string
  tenantId: string
  publicId: string
  language: string
  /** Chats that were read meanwhile. */
  read: string[]
  chatId?: string
  name?: string
  author?: string | null
  kind?: string | null
  words?: string | null
  /** How many pictures and films came as one. */
  images?: number | null
  videos?: number | null
  atMs?: number
}

/** What stands behind a notice: where a press leads. */
export interface Behind {
  publicId: string
  chatId?: string | undefined
}

export interface Shown {
  title: string
  body: string
  tag: string
  data: Behind
}

interface Words {
  kind: Record<string, string>
  notices: typeof noticesPt
  people: typeof peoplePt
  summary: Pick<typeof summaryPt, 'photos_one' | 'photos_other' | 'films_one' | 'films_other'>
}

// Maps and no objects: what the server names is never found among what every object has.
const portuguese: Words = { kind: kindPt, notices: noticesPt, people: peoplePt, summary: summaryPt }
const catalogues = new Map<string, Words>([
  ['en', { kind: kindEn, notices: noticesEn, people: peopleEn, summary: summaryEn }],
  ['es', { kind: kindEs, notices: noticesEs, people: peopleEs, summary: summaryEs }],
])

/** One chat has one notice, also where a page puts it there. */
export const tagOf = (tenantId: string, chatId: string | undefined): string => `${tenantId}/${chatId ?? ''}`

const pageOf = ({ publicId }: Behind) => `/client/${encodeURIComponent(publicId)}`

/** Where a press leads. */
export const whereTo = (behind: Behind): string =>
  behind.chatId === undefined ? pageOf(behind) : `${pageOf(behind)}/chats/${encodeURIComponent(behind.chatId)}`

/** Reads a word; nothing where it is none that this version knows. */
export function read(text: string | undefined): Told | undefined {
  try {
    const told = JSON.parse(text ?? '') as Partial<Told> | null
    if (typeof told?.tenantId !== 'string' || typeof told.publicId !== 'string') return undefined
    if (told.type !== 'test' && typeof told.chatId !== 'string') return undefined
    return { ...told, type: told.type ?? '', language: told.language ?? '', read: told.read ?? [] } as Told
  } catch {
    return undefined
  }
}

/** What somebody is shown of a word. */
export function shownOf(told: Told): Shown {
  const { kind: kinds, notices, people, summary } = catalogues.get(told.language) ?? portuguese
  const { tenantId, publicId, chatId } = told
  if (told.type === 'test') {
    const body = notices.sampleText
    return { title: notices.sampleTitle, body, tag: tagOf(tenantId, 'sample'), data: { publicId } }
  }
  const title = visible(told.name ?? '') || people.someone
  const said = visible(unformatted(told.words ?? ''))
  const ofKind =
    told.kind === 'album'
      ? albumWords(told, summary)
      : told.kind == null || told.kind === 'text'
        ? undefined
        : new Map(Object.entries(kinds)).get(told.kind)
  const both = [ofKind, said].filter((part) => part !== undefined && part !== '').join(' · ') || notices.newMessage
  const author = visible(told.author ?? '')
  const body = author === '' ? both : `${author}: ${both}`
  return { title, body, tag: tagOf(tenantId, chatId), data: { publicId, chatId } }
}

/** “2 photos, 1 video”, as the panel says it. */
function albumWords({ images, videos }: Told, words: Words['summary']): string {
  const counted = (count: number, one: string, other: string) =>
    count > 0 ? (count === 1 ? one : other).replace('{{count}}', String(count)) : undefined
  const parts = [counted(images ?? 0, words.photos_one, words.photos_other), counted(videos ?? 0, words.films_one, words.films_other)]
  return parts.filter((part) => part !== undefined).join(', ')
}

/** An open page, as a worker sees it. */
export interface Page {
  url: string
  visibilityState: string
}

/** Whether a page is of the portal that a notice is about. */
export function isOf(page: Pick<Page, 'url'>, behind: Behind): boolean {
  const { pathname } = new URL(page.url)
  return pathname === pageOf(behind) || pathname.startsWith(`${pageOf(behind)}/`)
}

/** How a word is shown: not where somebody looks at the panel, which tells of it itself, and with no second sound. */
export function howShown(told: Told, pages: readonly Page[]): 'not' | 'quietly' | 'heard' {
  if (told.type === 'test') return 'heard'
  const own = pages.filter((page) => isOf(page, told))
  if (own.some(({ visibilityState }) => visibilityState === 'visible')) return 'not'
  return own.length > 0 ? 'quietly' : 'heard'
}
