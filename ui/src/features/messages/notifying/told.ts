import { alone, isFirst } from '../../../lib/alone'
import { local } from '../../../lib/local'

const place = (tenantId: string) => `portaria.told.${tenantId}`
/** So many numbers are remembered; what is older than all of them counts as told. */
const mostKept = 200
/** Other tabs hear of the same message within this, also where the browser lets them run seldom. */
const othersHearMs = 10_000

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
  /**
   * Takes those of the numbers that nobody has taken yet, and says how long nothing had been told before. `isTold`: somebody
   * is told of them now; else they were looked at.
   */
  take: (tenantId: string, numbers: readonly number[], nowMs: number, isTold: boolean): Promise<{ taken: number[]; quietMs: number }> =>
    alone(place(tenantId), async () => {
      const known = read(tenantId)
      const least = known.numbers.length < mostKept ? -Infinity : Math.min(...known.numbers)
      const open = numbers.filter((number) => number > least && !known.numbers.includes(number))
      const firsts = await Promise.all(open.map((number) => isFirst(`${place(tenantId)}.${number}`, othersHearMs)))
      const taken = open.filter((_, index) => firsts[index])
      const kept: Told = { numbers: [...known.numbers, ...taken].slice(-mostKept), atMs: isTold && taken.length > 0 ? nowMs : known.atMs }
      local.set(place(tenantId), JSON.stringify(kept))
      return { taken, quietMs: nowMs - known.atMs }
    }),
  forget: (tenantId: string): void => local.set(place(tenantId), null),
}
