/** What this browser remembers. A browser that forbids it forgets, and everything else works. */
export const local = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  /** The names of what is remembered under a common beginning. */
  names(beginning: string): string[] {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(beginning))
    } catch {
      return []
    }
  },
  set(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key)
      else localStorage.setItem(key, value)
    } catch {
      // Full or forbidden.
    }
  },
}
