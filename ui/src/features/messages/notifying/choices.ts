import { local } from '../../../lib/local'
import { createStore } from '../../../lib/store'

/** How this device tells of what arrives. */
export interface Choices {
  hasSound: boolean
  /** Whether the browser's notices are wanted; whether it allows them is another matter. */
  hasNotices: boolean
  /** Whether a notice also says what was written. */
  showsText: boolean
  /** Somebody has said that they want no notices, so nobody asks again. */
  isDeclined: boolean
}

const kept = 'portaria.notices'
const first: Choices = { hasSound: true, hasNotices: true, showsText: true, isDeclined: false }

function read(text: string | null): Choices {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    const known = typeof value === 'object' && value !== null ? (value as Partial<Record<keyof Choices, unknown>>) : {}
    const of = (name: keyof Choices) => (typeof known[name] === 'boolean' ? known[name] : first[name])
    return { hasSound: of('hasSound'), hasNotices: of('hasNotices'), showsText: of('showsText'), isDeclined: of('isDeclined') }
  } catch {
    return first
  }
}

export const choices = createStore<Choices>(read(local.get(kept)))

export function choose(change: Partial<Choices>): void {
  choices.set({ ...choices.get(), ...change })
  local.set(kept, JSON.stringify(choices.get()))
}

// Another tab of this browser rings by the same choices.
addEventListener('storage', ({ key, newValue }) => {
  if (key === kept) choices.set(read(newValue))
})
