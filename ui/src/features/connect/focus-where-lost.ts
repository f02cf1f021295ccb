import { useEffect, useRef } from 'react'

/** What is new takes the focus if what had it is gone with the screen before. */
export function useFocusWhereLost<Element extends HTMLElement>() {
  const part = useRef<Element>(null)
  useEffect(() => {
    if (document.activeElement === document.body) part.current?.focus()
  }, [])
  return part
}
