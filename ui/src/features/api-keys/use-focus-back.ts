import { type RefObject, useEffect, useRef } from 'react'

/** Gives the focus to something that stays, when a dialog closes whose button has gone with its row. */
export function useFocusBack(stays: RefObject<HTMLButtonElement | null>, isOpen: boolean): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body) stays.current?.focus()
    wasOpen.current = isOpen
  }, [stays, isOpen])
}
