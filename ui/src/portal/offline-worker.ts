// Opens the portal without a network: keeps its page and its scripts, and nothing that the API answers. It is registered for
// the portals of this origin alone. A page is asked of the server first, so that a new version is there at once; what this
// worker keeps is of one version, and the next one's takes over once no page of a portal is open.
// One scope has one worker, so what tells of messages while no panel is open is a part of it (`pushing/worker`).
// By hand and not by Workbox: these two rules are all there is, and the page has no file name that it could list.

import './pushing/worker'

interface Waits extends Event {
  waitUntil: (what: Promise<unknown>) => void
}
interface Asked extends Event {
  request: Request
  respondWith: (answer: Promise<Response>) => void
}

/** The paths of the scripts and styles, and what their names amount to; put in as this is built. */
declare const __FILES__: string[]
declare const __VERSION__: string

const beginning = 'portaria-portal-'
const cacheName = beginning + __VERSION__
/** The same bytes for every link, known or not. */
const page = '/client/-'
/** A server that is silent for so long counts as away. */
const patienceMs = 3_000

async function install(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll([page, ...__FILES__])
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(beginning) && name !== cacheName).map((name) => caches.delete(name)))
}

async function keptPage(): Promise<Response | undefined> {
  return (await caches.open(cacheName)).match(page)
}

async function open(request: Request): Promise<Response> {
  const fresh = fetch(request)
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), patienceMs)
  })
  // Also one that comes too late to be told of.
  const heard = fresh.catch(() => undefined)
  const answer = await Promise.race([heard, late])
  // A proxy before a server that is away answers in its place.
  if (answer && answer.status < 500) return answer
  return (await keptPage()) ?? fresh
}

async function file(request: Request): Promise<Response> {
  return (await (await caches.open(cacheName)).match(new URL(request.url).pathname)) ?? fetch(request)
}

const files = new Set(__FILES__)

addEventListener('install', (event) => (event as Waits).waitUntil(install()))
addEventListener('activate', (event) => (event as Waits).waitUntil(dropOthers()))
addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Asked
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (request.mode === 'navigate') respondWith.call(event, open(request))
  else if (origin === location.origin && files.has(pathname)) respondWith.call(event, file(request))
})
