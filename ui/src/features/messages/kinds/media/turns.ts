let current: HTMLMediaElement | undefined

/** One thing at a time is heard: whatever begins to play ends what played before. */
export function takeTurn(element: HTMLMediaElement): void {
  if (current !== element) current?.pause()
  current = element
}
