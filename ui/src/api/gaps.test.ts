import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { followGaps, readAnew } from './gaps'

const key = ['messages', 'tenant', 'chat']
let client: QueryClient
let leave: () => void
let answers: (() => Promise<string[]>)[]

const ask = () => answers.shift()?.() ?? Promise.reject(new Error('nobody was to ask'))
const look = () => new QueryObserver(client, { queryKey: key, queryFn: ask, retry: false, staleTime: Infinity }).subscribe(() => undefined)
const shown = () => client.getQueryData<string[]>(key)
const isMarked = () => client.getQueryState(key)?.isInvalidated
/** An event puts something into what is there. */
const hear = (word: string) => client.setQueryData<string[]>(key, (all) => all && [...all, word])

beforeEach(() => {
  vi.useFakeTimers()
  client = new QueryClient()
  leave = followGaps(client)
  answers = []
})
afterEach(() => {
  leave()
  client.clear()
  vi.useRealTimers()
})

it('what nobody looks at is forgotten, so that no event can pass it off as whole', () => {
  client.setQueryData(key, ['old'])
  readAnew(client, [key])
  hear('new')
  expect(shown()).toBeUndefined()
})

it('what did not come stays marked whatever is heard, and is asked for until it has come', async () => {
  client.setQueryData(key, ['old'])
  const end = look()
  answers = [() => Promise.reject(new Error('lost')), () => Promise.resolve(['old', 'between', 'new'])]
  readAnew(client, [key])
  await vi.advanceTimersByTimeAsync(0)
  hear('new')
  expect([shown(), isMarked()]).toEqual([['old', 'new'], true])
  await vi.advanceTimersByTimeAsync(5_000)
  expect([shown(), isMarked()]).toEqual([['old', 'between', 'new'], false])
  hear('newer')
  expect(isMarked()).toBe(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(answers).toHaveLength(0)
  end()
})

it('an answer that was asked for before the gap is asked for once more', async () => {
  let come: (answer: string[]) => void = () => undefined
  answers = [() => new Promise((resolve) => (come = resolve)), () => Promise.resolve(['old', 'between'])]
  const end = look()
  await vi.advanceTimersByTimeAsync(0)
  readAnew(client, [key])
  come(['old'])
  await vi.advanceTimersByTimeAsync(0)
  expect([shown(), isMarked()]).toEqual([['old', 'between'], false])
  end()
})
