import { local } from './local'
import { createStore } from './store'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const kept = 'portaria.theme'

export const theme = createStore<Theme>('system')

export function startTheme(): void {
  const chosen = local.get(kept)
  changeTheme(themes.find((one) => one === chosen) ?? 'system')
}

export function changeTheme(next: Theme): void {
  theme.set(next)
  local.set(kept, next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}
