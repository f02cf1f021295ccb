// The number that was linked before, and what becomes of its chats.
import type { EarlierAccount } from '../../src/api/types'
import { type Answer, problem } from './answers'

export interface EarlierState {
  earlierAccounts: EarlierAccount[]
}

/** A number whose chats nobody has decided about. */
export const earlier = (change: Partial<EarlierAccount> = {}): EarlierAccount => ({
  id: '01900000-0000-7000-8000-0000000e0001',
  pn: '5511900000008@s.whatsapp.net', // invented
  lid: '100000000000008@lid',
  chats: 124,
  state: 'asked',
  ...change,
})

/** What `…/earlier-accounts` and those below it answer. */
export function earlierPlane(state: EarlierState, method: string, id: string | undefined, body: object): Answer {
  if (id === undefined) return [200, state.earlierAccounts]
  const known = state.earlierAccounts.find((one) => one.id === id)
  if (!known || method !== 'POST') return problem(404, 'not_found')
  const continues = (body as { continues?: boolean }).continues === true
  const isOver = known.state === 'continuing' || known.state === 'continued'
  if (!continues && isOver) return problem(409, 'chats_continued')
  if (!isOver) known.state = continues ? 'continuing' : 'kept_apart'
  return [200, known]
}
