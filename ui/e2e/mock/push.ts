// Whether the mocked browser is told while its panel is closed.
import type { NewPushDevice, PushState, PushTested } from '../../src/api/types'
import { type Answer, problem } from './answers'

export interface PushMock {
  push: PushState['device']
  /** What the browser's push service says to a test. */
  pushTested: PushTested
}

/** A point of P-256, as good as any. */
export const publicKey = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'
export const endpoint = 'https://push.example.com/um-aparelho'

/** What `…/push` answers. */
export function pushPlane(state: PushMock, method: string, rest: string[], body: object): Answer {
  if (rest[0] === 'test') return [200, state.push ? state.pushTested : { outcome: 'gone', status: null }]
  if (rest.length > 0) return problem(404, 'not_found')
  if (method === 'DELETE') {
    state.push = null
    return [204]
  }
  if (method === 'POST') {
    const { endpoint, language, showsText } = body as NewPushDevice
    state.push = { endpoint, language, showsText, failingSinceMs: null }
    return [204]
  }
  return [200, { publicKey, device: state.push }]
}
