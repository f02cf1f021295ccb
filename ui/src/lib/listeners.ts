/** Who wants to hear of something that a store does not hold: that it happened. */
export interface Listeners<Said extends unknown[]> {
  tell: (...said: Said) => void
  /** Until the returned function is called. */
  follow: (listener: (...said: Said) => void) => () => void
}

export function createListeners<Said extends unknown[]>(): Listeners<Said> {
  const all = new Set<(...said: Said) => void>()
  return {
    tell: (...said) => all.forEach((listener) => listener(...said)),
    follow: (listener) => {
      all.add(listener)
      return () => all.delete(listener)
    },
  }
}
