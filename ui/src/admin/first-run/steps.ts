// What the first run asks, in which order.
import type { FirstRun, Settings } from '../../api/types'

export type Step = Exclude<FirstRun, 'done'>

const all = ['language', 'name', 'access', 'customer'] as const satisfies Step[]

/** Where in the first run somebody is. */
export interface Place {
  step: Step
  /** From 1. */
  number: number
  count: number
  previous: Step | undefined
  next: FirstRun
}

/** The step that is shown now; nothing once the first run is over. */
export function placeOf({ firstRun, isNameFixed }: Pick<Settings, 'firstRun' | 'isNameFixed'>): Place | undefined {
  if (firstRun === 'done') return undefined
  // A name that was given at the start is not asked for.
  const steps = all.filter((step) => !(isNameFixed && step === 'name'))
  const at = Math.max(
    steps.findIndex((step) => all.indexOf(step) >= all.indexOf(firstRun)),
    0,
  )
  return { step: steps[at] ?? 'customer', number: at + 1, count: steps.length, previous: steps[at - 1], next: steps[at + 1] ?? 'done' }
}
