import { type ReactNode, useEffect, useState } from 'react'

/** Shows its content only once waiting has become long. */
export function Late({ afterMs, children }: { afterMs: number; children: ReactNode }) {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => clearTimeout(timer)
  }, [afterMs])
  return isLate ? children : null
}
