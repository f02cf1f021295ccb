/** Whether tabs of this browser can take turns: only in pages of HTTPS or of this machine. */
export const canBeAlone = (): boolean => 'locks' in navigator

/** Does something while no other tab of this browser does what has the same name; where none can tell, at once. */
export async function alone<T>(name: string, what: () => Promise<T>): Promise<T> {
  return canBeAlone() ? await navigator.locks.request(name, what) : await what()
}

/**
 * Whether this tab is the first of the browser that wants to do something, for so long. Between tabs what one writes down can be
 * read by another too late; of this all of them know at once. Where tabs cannot tell, each is the first.
 */
export function isFirst(name: string, forMs: number): Promise<boolean> {
  if (!canBeAlone()) return Promise.resolve(true)
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      resolve(lock !== null)
      return lock === null ? undefined : new Promise((done) => setTimeout(done, forMs))
    }
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(reject)
  })
}
