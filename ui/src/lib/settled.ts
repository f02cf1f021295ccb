import { useEffect, useState } from 'react'

/** What is typed into a search has come to rest after this. */
export const searchRestMs = 200

/** The value once it has rested. */
export function useSettled<T>(value: T, restMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return settled
}
