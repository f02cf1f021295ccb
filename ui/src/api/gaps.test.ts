import { type InfiniteData, InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { followGaps, readAnew } from './gaps'
import { Trouble } from './problem'

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

it('what the server refuses is asked for once, and again only by who looks anew', async () => {
  client.setQueryData(key, ['old'])
  const end = look()
  answers = [() => Promise.reject(new Trouble('not_found', null))]
  readAnew(client, [key])
  await vi.advanceTimersByTimeAsync(60_000)
  expect([answers.length, client.getQueryState(key)?.errorUpdateCount, isMarked()]).toEqual([0, 1, true])
  end()
})

it('a page more of what lacks something does not make it whole', async () => {
  const pages = (...all: string[][]): InfiniteData<string[], number> => ({ pages: all, pageParams: all.map((_, at) => at) })
  client.setQueryData(key, pages(['new']))
  let first: () => Promise<string[]> = () => Promise.reject(new Error('lost'))
  const observer = new InfiniteQueryObserver(client, {
    queryKey: key,
    queryFn: ({ pageParam }) => (pageParam === 0 ? first() : Promise.resolve(['old'])),
    initialPageParam: 0,
    getNextPageParam: (_, all) => (all.length < 2 ? all.length : null),
    retry: false,
    staleTime: Infinity,
  })
  const end = observer.subscribe(() => undefined)
  readAnew(client, [key])
  await vi.advanceTimersByTimeAsync(0)
  await observer.fetchNextPage()
  first = () => Promise.resolve(['new', 'between'])
  await vi.advanceTimersByTimeAsync(5_000)
  expect([client.getQueryData<InfiniteData<string[]>>(key)?.pages, isMarked()]).toEqual([[['new', 'between'], ['old']], false])
  end()
})
