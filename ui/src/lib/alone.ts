/** Whether tabs of this browser can take turns: only in pages of HTTPS or of this machine. */
export const canBeAlone = (): boolean => 'locks' in navigator

/** Does something while no other tab of this browser does what has the same name; where none can tell, at once. */
export async function alone<T>(name: string, what: () => Promise<T>): Promise<T> {
  return canBeAlone() ? await navigator.locks.request(name, what) : await what()
}
