import { local } from './local'
import { createStore } from './store'

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

const kept = 'portaria.density'

/** How close rows and messages stand, on this device. */
export const density = createStore<Density>('comfortable')

export function startDensity(): void {
  const chosen = local.get(kept)
  changeDensity(densities.find((one) => one === chosen) ?? 'comfortable')
}

export function changeDensity(next: Density): void {
  density.set(next)
  local.set(kept, next === 'comfortable' ? null : next)
  if (next === 'comfortable') delete document.documentElement.dataset.density
  else document.documentElement.dataset.density = next
}

/** How high a row of two lines is, in a list of its own or as its skeleton, in pixels. */
export const rowsPx = { comfortable: 64, compact: 48 } satisfies Record<Density, number>
