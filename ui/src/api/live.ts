// The socket of a tenant: its events, one after the other and none left out, each to the reducers of the features.
import type { QueryClient } from '@tanstack/react-query'

import { accountReducer } from './account-events'
import { activityReducer, followTyping } from './activity-events'
import { arrivalReducer } from './arrival-events'
import { attendingKeys } from './attending'
import { attendingReducer, putLooker } from './attending-events'
import { chatReducer } from './chat-events'
import { connection } from './connection'
import { contactReducer } from './contact-events'
import { earlierAccountReducer } from './earlier-account-events'
import { expiryReducer, followExpiry } from './expiring'
import { exportReducer } from './export-events'
import { followGaps, readAnew } from './gaps'
import { groupReducer } from './group-events'
import { hoursReducer } from './hours-events'
import { forgetKeptChats } from './kept'
import { messageReducer } from './message-events'
import { outboxReducer } from './outbox-events'
import { quickReplyReducer } from './quick-reply-events'
import type { EventType, Reducer } from './reducer'
import { removals } from './removals'
import { sessionReducer } from './session-events'
import { openSocket } from './socket'
import { tenantActions, tenantKeys } from './tenant'
import type { LiveEvent, MediaProgress, Passkey, Portal, PortalEvent, Qr } from './types'
import { webhookReducer } from './webhook-events'

/** Without a socket news are asked for so often. */
const askMs = 4_000

/** So many events are remembered, for answers that were on their way when they came. */
const mostRecent = 200

/** Of more than one feature: what no event of its own tells of each chat and message. */
const wholeReducer = {
  on: {
    'history.stored': { follow: readAgain },
    'earlier_account.updated': { follow: readAgain },
    'contact.erased': { follow: dropNaming },
  },
} satisfies Reducer

/** Whoever makes something of events, in the order in which they do. */
const table = [
  sessionReducer,
  messageReducer,
  chatReducer,
  activityReducer,
  arrivalReducer,
  attendingReducer,
  outboxReducer,
  groupReducer,
  expiryReducer,
  quickReplyReducer,
  hoursReducer,
  accountReducer,
  contactReducer,
  webhookReducer,
  exportReducer,
  earlierAccountReducer,
  wholeReducer,
] as const
const reducers: AllOf<typeof table> = table

type TypesOf<R extends Reducer> = R extends unknown ? keyof R['on'] : never
/** Reducers that take every type of event; where a new one is taken by none of them, its name is what does not compile. */
type AllOf<Table extends readonly Reducer[]> = [Exclude<EventType, TypesOf<Table[number]>>] extends [never]
  ? readonly Reducer[]
  : { takenByNone: Exclude<EventType, TypesOf<Table[number]>> }

/** An event that has just come: into the cache, and whatever else it brings about. */
export function applyEvent(client: QueryClient, tenantId: string, event: PortalEvent): void {
  putEvent(client, tenantId, event)
  for (const { on } of reducers) on[event.type]?.follow?.(client, tenantId, event as never)
}

/** What an event says, into whatever may not know it yet: twice is as good as once. */
function putEvent(client: QueryClient, tenantId: string, event: PortalEvent): void {
  for (const { on } of reducers) on[event.type]?.put?.(client, tenantId, event as never)
}

export function followTenant(client: QueryClient, tenantId: string, onLoggedOut: () => void): () => void {
  let last = client.getQueryData<Portal>(tenantKeys.portal(tenantId))?.lastEventNumber ?? 0
  let isCatchingUp = false
  let isBehind = false
  const typing = followTyping(client, tenantId)
  const recent: PortalEvent[] = []

  const take = (event: PortalEvent) => {
    if (event.number <= last) return
    last = event.number
    recent.push(event)
    if (recent.length > mostRecent) recent.shift()
    applyEvent(client, tenantId, event)
  }
  // What an answer lacks is told first: events complete it only then.
  const unfollow = [followGaps(client), completeAnswers(client, tenantId, recent), followExpiry(client, tenantId), typing.leave]

  /** Asks for what lies between the last known event and now; who calls meanwhile makes it look once more. */
  const resume = async () => {
    isBehind = true
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      while (isBehind) {
        isBehind = false
        const page = await tenantActions.eventsAfter(tenantId, last)
        if (page.resync) {
          // What lay between is gone from the server's log: everything is read anew.
          last = page.lastNumber
          recent.length = 0
          // Somebody may have been erased meanwhile.
          dropNaming(client, tenantId)
          continue
        }
        page.items.forEach(take)
        isBehind ||= page.items.length > 0 && last < page.lastNumber
      }
    } catch {
      // The next event, or the next connection, shows the gap again.
    } finally {
      isCatchingUp = false
    }
  }

  const asking = setInterval(() => {
    if (connection.get() === 'asking') void resume()
  }, askMs)

  const leave = openSocket<LiveEvent>({
    ticket: () => tenantActions.socketTicket(tenantId),
    on: {
      event: (event) => {
        // Nothing is skipped: a gap is filled from the server before what lies behind it.
        if (event.number === last + 1) take(event)
        else if (event.number > last) void resume()
      },
      qr: (qr) => client.setQueryData<Qr | null>(tenantKeys.qr(tenantId), qr),
      passkey: (passkey) => client.setQueryData<Passkey | null>(tenantKeys.passkey(tenantId), passkey),
      account: (account) => client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, account }),
      typing: typing.take,
      looking: (looker) => putLooker(client, tenantId, looker),
      'media.progress': (news) => client.setQueryData<MediaProgress>(tenantKeys.progress(tenantId, news.mediaId), news),
    },
    onOpen: () => {
      void resume()
      const told = [tenantKeys.portal(tenantId), tenantKeys.qr(tenantId), tenantKeys.passkey(tenantId), attendingKeys.lookers(tenantId)]
      for (const key of told) {
        void client.invalidateQueries({ queryKey: key })
      }
    },
    onLoggedOut,
  })
  return () => {
    clearInterval(asking)
    unfollow.forEach((end) => end())
    leave()
  }
}

/** An answer may be older than what was heard since it was asked for: those events are put into it again. */
export function completeAnswers(client: QueryClient, tenantId: string, recent: readonly PortalEvent[]): () => void {
  const heardBefore = new Map<string, number>()
  return client.getQueryCache().subscribe((news) => {
    const [, whose] = news.query.queryKey as readonly unknown[]
    if (whose !== tenantId || news.type !== 'updated') return
    if (news.action.type === 'fetch') heardBefore.set(news.query.queryHash, recent.at(-1)?.number ?? 0)
    if (news.action.type !== 'success' || news.action.manual === true) return
    const known = heardBefore.get(news.query.queryHash) ?? 0
    heardBefore.delete(news.query.queryHash)
    for (const event of recent) if (event.number > known) putEvent(client, tenantId, event)
  })
}

/** Everything that events would have told. */
function readAgain(client: QueryClient, tenantId: string): void {
  for (const { answers } of reducers) readAnew(client, answers?.(tenantId) ?? [])
}

/** Takes out whatever may name somebody who is gone, here and in what this browser keeps. */
function dropNaming(client: QueryClient, tenantId: string): void {
  void forgetKeptChats(tenantId)
  readAgain(client, tenantId)
  for (const { naming } of reducers) readAnew(client, naming?.(tenantId) ?? [])
  removals.tell(tenantId, undefined)
}
