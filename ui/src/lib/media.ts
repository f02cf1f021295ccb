import { useSyncExternalStore } from 'react'

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** Two panes fit beside each other. */
export const twoPanes = '(min-width: 900px)'
/** A phone or a tablet, whatever its size: it is touched, and nothing hovers. */
export const handHeld = '(pointer: coarse) and (hover: none)'
/** A phone held upright: it cannot scan its own screen. */
export const phoneSized = '(max-width: 639px)'
