import { alone } from '../../../lib/alone'
import { local } from '../../../lib/local'

const place = (tenantId: string) => `portaria.told.${tenantId}`
/** So many numbers are remembered; what is older than all of them counts as told. */
const mostKept = 200

interface Told {
  numbers: number[]
  /** When something was last told of, in milliseconds by this machine's clock. */
  atMs: number
}

function read(tenantId: string): Told {
  try {
    const value = JSON.parse(local.get(place(tenantId)) ?? '{}') as Partial<Told>
    const numbers = Array.isArray(value.numbers) ? value.numbers.filter((one) => typeof one === 'number') : []
    return { numbers, atMs: typeof value.atMs === 'number' ? value.atMs : 0 }
  } catch {
    return { numbers: [], atMs: 0 }
  }
}

/** What some tab of this browser has told of, or whose person was looking at it: no other tells of it again. */
export const told = {
  /** Takes those of the numbers that nobody has taken yet, and says how long nothing had been told before. */
  take: (tenantId: string, numbers: readonly number[], nowMs: number): Promise<{ taken: number[]; quietMs: number }> =>
    alone(place(tenantId), () => {
      const known = read(tenantId)
      const least = known.numbers.length < mostKept ? -Infinity : Math.min(...known.numbers)
      const taken = numbers.filter((number) => number > least && !known.numbers.includes(number))
      const kept: Told = { numbers: [...known.numbers, ...taken].slice(-mostKept), atMs: nowMs }
      local.set(place(tenantId), JSON.stringify(kept))
      return Promise.resolve({ taken, quietMs: nowMs - known.atMs })
    }),
  forget: (tenantId: string): void => local.set(place(tenantId), null),
}
