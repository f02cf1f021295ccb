import { useEffect, useRef } from 'react'

import { local } from './local'
import { createStore } from './store'

const kept = 'portaria.singleKeys'

/** Whether keys do something by themselves. Whoever speaks to the computer, or strays over the keys, switches them off. */
export const singleKeys = createStore(local.get(kept) !== 'off')

export function switchSingleKeys(isOn: boolean): void {
  singleKeys.set(isOn)
  local.set(kept, isOn ? null : 'off')
}

/** What takes keys for itself: a field, or something that lies over the page. */
const takers = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=combobox], dialog'
const overlays = 'dialog[open], [role=menu], [role=listbox]'

/** The key of an event that nobody else takes, in lower case; nothing for any other. */
export function singleKey(event: KeyboardEvent): string | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return undefined
  if (!singleKeys.get() || [...event.key].length !== 1) return undefined
  if (event.target instanceof Element && event.target.closest(takers) !== null) return undefined
  return document.querySelector(overlays) === null ? event.key.toLowerCase() : undefined
}

/** Does something at a key while the component is in the page. */
export function useSingleKeys(deeds: Readonly<Record<string, (() => void) | undefined>>): void {
  const latest = useRef(deeds)
  useEffect(() => {
    latest.current = deeds
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const deed = latest.current[singleKey(event) ?? '']
      if (!deed) return
      event.preventDefault()
      deed()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
