// What the mocked account shows of itself, and where its panel is open.
import type { MediaChoice, MediaPolicy, NewProfile, PanelLogin, Preferences, StorageUsed } from '../../src/api/types'
import { problem } from './answers'
import type { account } from './world'

export interface AccountState {
  account: typeof account | null
  own: { about: string; pictureId: string | null }
  logins: PanelLogin[]
  preferences: Preferences
  /** What the provider allows of files. */
  mediaPolicy: MediaPolicy
  /** Which of them are fetched as they arrive; null: all that is allowed. */
  mediaChoice: MediaChoice | null
  /** How much room the files take, in bytes. */
  mediaUsedBytes: number
}

const id = (at: number) => `01900000-0000-7000-8000-0000000f000${at}`
const dayMs = 86_400_000

/** This browser and three others. */
export const panelLogins = (now: number): PanelLogin[] =>
  ['Chrome, Android', 'Firefox, Linux', 'Edge, Windows', ''].map((browser, at) => ({
    id: id(at),
    createdAtMs: now - at * 3 * dayMs - 600_000,
    expiresAtMs: now + 300 * dayMs,
    browser,
    attendantName: at === 0 ? 'Rui' : null,
    hasPush: at === 0,
    isThis: at === 1,
  }))

/** As WhatsApp has it of a new account. */
export const preferences = (): Preferences => ({
  showsOnline: false,
  readReceipts: true,
  lastSeen: 'everyone',
  picture: 'contacts_except',
  about: 'everyone',
  groupAdds: 'contacts',
})

const room: StorageUsed = {
  messagesBytes: 48_300_000,
  keysBytes: 900_000,
  mediaBytes: 1_240_000_000,
  mediaFiles: 3_120,
  mediaLimitBytes: 5_000_000_000,
  byKind: [
    { kind: 'video', bytes: 720_000_000, files: 210 },
    { kind: 'image', bytes: 410_000_000, files: 2_300 },
    { kind: 'audio', bytes: 80_000_000, files: 540 },
    { kind: 'application', bytes: 30_000_000, files: 70 },
  ],
  oldestAtMs: Date.UTC(2026, 2, 14, 12),
}

/** What `…/media-policy` answers. */
function downloads(state: AccountState, method: string, { kinds, largestBytes }: MediaChoice): [number, unknown] {
  const { totalBytes, ...allowed } = state.mediaPolicy
  if (method === 'POST') {
    const errors = [
      ...(kinds.some((kind) => !allowed.kinds.includes(kind)) ? [{ field: 'kinds', code: 'not_allowed' }] : []),
      ...(largestBytes > allowed.largestBytes ? [{ field: 'largestBytes', code: 'not_allowed' }] : []),
    ]
    if (errors.length > 0) return [422, problem(422, 'validation_failed', { errors: errors.map((one) => ({ ...one, message: '' })) })[1]]
    state.mediaChoice = { kinds, largestBytes }
  }
  const wished = state.mediaChoice ?? allowed
  const chosen = {
    kinds: wished.kinds.filter((kind) => allowed.kinds.includes(kind)),
    largestBytes: Math.min(wished.largestBytes, allowed.largestBytes),
  }
  return [200, { chosen, allowed, totalBytes, usedBytes: state.mediaUsedBytes }]
}

/** What is asked of the account itself answers; nothing where there is no such address. */
export function accountPlane(state: AccountState, method: string, rest: string[], body: NewProfile): [number, unknown?] | undefined {
  const [first, one] = rest
  if (first === 'profile' && one === undefined) {
    if (method === 'POST') {
      const { name, about, pictureMediaId } = body
      if (name != null && state.account) state.account = { ...state.account, pushName: name }
      if (about != null) state.own.about = about
      if (pictureMediaId != null) state.own.pictureId = pictureMediaId === '' ? null : pictureMediaId
    }
    return [200, { ...state.own, isVerified: false }]
  }
  if (first === 'preferences') {
    if (method === 'POST') state.preferences = { ...state.preferences, ...(body as Partial<Preferences>) }
    return [200, state.preferences]
  }
  if (first === 'storage') return [200, { ...room, mediaBytes: state.mediaUsedBytes }]
  if (first === 'media-policy') return downloads(state, method, body as unknown as MediaChoice)
  if (first !== 'logins') return undefined
  if (method === 'DELETE') {
    state.logins = state.logins.filter(({ id, isThis }) => (one === undefined ? isThis : id !== one))
    return [204]
  }
  return [200, state.logins]
}
