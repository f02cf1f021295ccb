import { useSyncExternalStore } from 'react'

import { createStore } from './store'

const second = createStore(Date.now())
let followers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all: a countdown costs no timer of its own, and none runs while nobody looks. */
function follow(listener: () => void): () => void {
  const leave = second.subscribe(listener)
  if (followers++ === 0) {
    second.set(Date.now())
    timer = setInterval(() => second.set(Date.now()), 1000)
  }
  return () => {
    leave()
    if (--followers === 0) clearInterval(timer)
  }
}

/** A minute: often enough for what shows ages and dates. */
export const minuteMs = 60_000

/** No timer of a browser waits longer than 24 days. */
export const longestWaitMs = 24 * 24 * 60 * minuteMs

/** The present, in UTC milliseconds, renewed each second; or each minute, as its beginning, which draws nothing in between. */
export function useNow(everyMs: 1_000 | typeof minuteMs = 1_000): number {
  return useSyncExternalStore(follow, () => (everyMs === minuteMs ? Math.floor(second.get() / minuteMs) * minuteMs : second.get()))
}

/** Whole seconds until `atMs`, not below zero. */
export function secondsUntil(atMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000))
}
