/** Then at the latest: the network may go before the browser has rested. */
const latestMs = 500

/** Does something once the next frame is painted and the browser has nothing else to do. What is returned calls it off. */
export function whenIdle(act: () => void): () => void {
  // Safari has no word for being idle.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, latestMs)
    return () => clearTimeout(timer)
  }
  let idle: number | undefined
  const frame = requestAnimationFrame(() => {
    idle = requestIdleCallback(act, { timeout: latestMs })
  })
  return () => {
    cancelAnimationFrame(frame)
    if (idle !== undefined) cancelIdleCallback(idle)
  }
}
