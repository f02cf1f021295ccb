import createClient from 'openapi-fetch'

import { keepProof, planeOf, proofHeaders } from './page-proof'
import { Trouble } from './problem'
import type { paths } from './schema.gen'
import type { ProblemBody } from './types'

/** The API, typed by its description. Ask through {@link answer}. */
export const http = createClient<paths>({
  // Looked up at each call, so that tests can put a network of their own beneath.
  fetch: (request) => globalThis.fetch(request),
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  credentials: 'same-origin',
})

http.use({
  onRequest({ request }) {
    const plane = planeOf(new URL(request.url).pathname)
    for (const [name, value] of Object.entries(plane === undefined ? {} : proofHeaders(plane))) request.headers.set(name, value)
    return request
  },
  async onResponse({ request, response }) {
    if (!response.ok || !response.headers.has('portaria-page')) return
    const path = new URL(request.url).pathname
    // A link's login says whose portal it opened.
    const plane = planeOf(path) ?? ((await response.clone().json()) as { tenantId: string }).tenantId
    keepProof(plane, response.headers)
  },
})

interface Outcome<T> {
  data?: T
  error?: ProblemBody
  response: Response
}

/** The data of an answer; anything else is thrown as {@link Trouble}. */
export async function answer<T>(asked: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>
  try {
    outcome = await asked
  } catch {
    throw new Trouble('offline', null)
  }
  if (outcome.response.ok) return outcome.data as T
  const problem = outcome.error
  // A proxy in front may answer with a page of its own.
  if (typeof problem !== 'object' || typeof problem?.code !== 'string') throw new Trouble('internal', null)
  throw new Trouble(problem.code, problem)
}
