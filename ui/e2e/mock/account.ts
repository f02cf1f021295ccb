// What the mocked account shows of itself, and where its panel is open.
import type { NewProfile, PanelLogin } from '../../src/api/types'
import type { account } from './world'

export interface AccountState {
  account: typeof account | null
  own: { about: string; pictureId: string | null }
  logins: PanelLogin[]
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
    isThis: at === 1,
  }))

/** What `…/profile` and `…/logins` answer; nothing where there is no such address. */
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
  if (first !== 'logins') return undefined
  if (method === 'DELETE') {
    state.logins = state.logins.filter(({ id, isThis }) => (one === undefined ? isThis : id !== one))
    return [204]
  }
  return [200, state.logins]
}
