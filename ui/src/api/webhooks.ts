// Where a tenant's events are sent, and what came of each.
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { mapItems, type Pages } from './pages'
import { tenantKeys } from './tenant'
import type {
  DeliveryPage,
  DeliveryState,
  SendAgainBody,
  Webhook,
  WebhookBody,
  WebhookChangeBody,
  WebhookDelivery,
  WebhookOverview,
} from './types'

/** A tenant has no more. */
export const mostWebhooks = 10
/** For so long a webhook may fail, or be paused, until it is disabled. */
export const patienceMs = 5 * 86_400_000

const deliveryKeys = {
  ofWebhook: (tenantId: string, webhookId: string) => [...tenantKeys.deliveries(tenantId), webhookId] as const,
  log: (tenantId: string, webhookId: string, state: DeliveryState | undefined) =>
    [...tenantKeys.deliveries(tenantId), webhookId, 'log', state ?? null] as const,
  newest: (tenantId: string, webhookId: string, state: DeliveryState | undefined) =>
    [...tenantKeys.deliveries(tenantId), webhookId, 'newest', state ?? null] as const,
  seen: (tenantId: string, webhookId: string, state: DeliveryState | undefined, cursors: readonly string[]) =>
    [...tenantKeys.deliveries(tenantId), webhookId, 'seen', state ?? null, ...cursors] as const,
  one: (tenantId: string, webhookId: string, id: string) => [...tenantKeys.deliveries(tenantId), webhookId, 'one', id] as const,
}

/** The oldest first. No event tells of what is delivered, so they are asked for again. */
export const webhooks = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.webhooks(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/webhooks', { params: { path: { tenantId } } })),
    refetchInterval: 10_000,
  })

/** How many deliveries one page of a log has. */
const perPage = 50
/** After so long the newest are asked for again: no event tells of what is delivered. */
const anewMs = 5_000

function readPage(tenantId: string, webhookId: string, state: DeliveryState | undefined, cursor: string | null): Promise<DeliveryPage> {
  const query = { limit: perPage, cursor: cursor ?? undefined, state }
  return answer(http.GET('/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries', { params: { path: { tenantId, webhookId }, query } }))
}

/** What was sent and what waits, the newest event first; without a state all of it. `newestDeliveries` keeps it fresh. */
export const deliveries = (tenantId: string, webhookId: string, state?: DeliveryState) =>
  infiniteQueryOptions({
    queryKey: deliveryKeys.log(tenantId, webhookId, state),
    queryFn: ({ pageParam }) => readPage(tenantId, webhookId, state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Infinity,
    // Whoever comes back reads it anew.
    gcTime: 0,
  })

/** Reads the first page of a log anew every few seconds, however many were read, and puts it into the log. */
export const newestDeliveries = (client: QueryClient, tenantId: string, webhookId: string, state?: DeliveryState) =>
  queryOptions({
    queryKey: deliveryKeys.newest(tenantId, webhookId, state),
    queryFn: async () => {
      const newest = await readPage(tenantId, webhookId, state, null)
      putInLog(client, deliveryKeys.log(tenantId, webhookId, state), (known) =>
        known ? withNewest(known, newest) : { pages: [newest], pageParams: [null] },
      )
      return null
    },
    // The log itself begins with its first page.
    initialData: null,
    staleTime: anewMs,
    refetchInterval: anewMs,
    gcTime: 0,
  })

/** Reads the pages of a log below its first that somebody looks at anew every few seconds, and no others. */
export const seenDeliveries = (
  client: QueryClient,
  tenantId: string,
  webhookId: string,
  state: DeliveryState | undefined,
  cursors: readonly string[],
) =>
  queryOptions({
    queryKey: deliveryKeys.seen(tenantId, webhookId, state, cursors),
    queryFn: async () => {
      const pages = await Promise.all(cursors.map((cursor) => readPage(tenantId, webhookId, state, cursor)))
      putInLog(client, deliveryKeys.log(tenantId, webhookId, state), (known) =>
        pages.reduce((log, page, index) => log && withPage(log, cursors[index] ?? null, page), known),
      )
      return null
    },
    enabled: cursors.length > 0,
    initialData: null,
    staleTime: anewMs,
    refetchInterval: anewMs,
    gcTime: 0,
  })

type Log = Pages<DeliveryPage> | undefined

function putInLog(client: QueryClient, log: ReturnType<typeof deliveryKeys.log>, change: (known: Log) => Log): void {
  const shown = client.getQueryState<Pages<DeliveryPage>>(log)
  // Where a further page did not come, this would take that for over, and it would be asked for without end.
  const lacksPage = shown?.status === 'error' && shown.data !== undefined
  if (shown && !lacksPage) client.setQueryData<Pages<DeliveryPage>>(log, change)
}

/**
 * A log of which one page was read anew: its rows as they are now, without those that are not among them any more because
 * the log is of one state. What has come into that state stays out until the log is read from its beginning.
 */
export function withPage(known: Pages<DeliveryPage>, cursor: string | null, anew: DeliveryPage): Pages<DeliveryPage> {
  const now = new Map(anew.items.map((one) => [one.id, one]))
  const least = anew.items.at(-1)?.sequence
  const isCovered = ({ sequence }: WebhookDelivery) => anew.nextCursor === null || (least !== undefined && sequence >= least)
  const at = known.pageParams.indexOf(cursor)
  const pages = known.pages.map((page, index) => {
    if (index !== at) return page
    return { ...page, items: page.items.flatMap((one) => now.get(one.id) ?? (isCovered(one) ? [] : [one])) }
  })
  return { ...known, pages }
}

/** A log whose first page was read anew. Where the two do not meet, or nothing lies below the page, it is all that is known. */
export function withNewest(known: Pages<DeliveryPage>, newest: DeliveryPage): Pages<DeliveryPage> {
  const least = newest.items.at(-1)?.sequence
  const all = known.pages.flatMap(({ items }) => items)
  const meets = least !== undefined && newest.nextCursor !== null && all.some(({ sequence }) => sequence >= least)
  const isBelow = (one: WebhookDelivery) => least !== undefined && one.sequence < least
  if (!meets || !all.some(isBelow)) return { pages: [newest], pageParams: [null] }
  const pages = known.pages.map((page, index) => ({
    ...page,
    items: [...(index === 0 ? newest.items : []), ...page.items.filter(isBelow)],
  }))
  return { ...known, pages }
}

/** One delivery, with the body as it would be sent now. */
export const delivery = (tenantId: string, webhookId: string, deliveryId: string) =>
  queryOptions({
    queryKey: deliveryKeys.one(tenantId, webhookId, deliveryId),
    queryFn: () =>
      answer(
        http.GET('/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries/{deliveryId}', {
          params: { path: { tenantId, webhookId, deliveryId } },
        }),
      ),
    refetchInterval: (query) => (query.state.data?.delivery.state === 'waiting' ? 3_000 : false),
  })

/** A webhook as it is now, in the place of what it was, or as the newest. */
export function putWebhook(client: QueryClient, tenantId: string, webhook: Webhook): void {
  const put = (known: WebhookOverview | undefined): WebhookOverview => ({
    ...webhook,
    lastAttempt: known?.url === webhook.url ? known.lastAttempt : null,
    waitingCount: known?.waitingCount ?? 0,
  })
  client.setQueryData<WebhookOverview[]>(tenantKeys.webhooks(tenantId), (all) =>
    all?.some(({ id }) => id === webhook.id) ? all.map((one) => (one.id === webhook.id ? put(one) : one)) : all && [...all, put(undefined)],
  )
}

export function dropWebhook(client: QueryClient, tenantId: string, webhookId: string): void {
  client.setQueryData<WebhookOverview[]>(tenantKeys.webhooks(tenantId), (all) => all?.filter(({ id }) => id !== webhookId))
  client.removeQueries({ queryKey: deliveryKeys.ofWebhook(tenantId, webhookId), type: 'inactive' })
}

/** Much of a log has changed: it is read from its beginning. */
export function readDeliveriesAgain(client: QueryClient, tenantId: string, webhookId: string): void {
  const queryKey = deliveryKeys.ofWebhook(tenantId, webhookId)
  client.setQueriesData<Pages<DeliveryPage>>({ queryKey: [...queryKey, 'log'] }, (known) => known && firstPage(known))
  void client.invalidateQueries({ queryKey })
  void client.invalidateQueries({ queryKey: tenantKeys.webhooks(tenantId) })
}

const firstPage = (known: Pages<DeliveryPage>): Pages<DeliveryPage> => ({
  pages: known.pages.slice(0, 1),
  pageParams: known.pageParams.slice(0, 1),
})

/** One delivery is sent again: it waits, wherever it is shown. */
export function noticeSentAgain(client: QueryClient, tenantId: string, webhookId: string, deliveryId: string): void {
  const queryKey = deliveryKeys.ofWebhook(tenantId, webhookId)
  client.setQueriesData<Pages<DeliveryPage>>(
    { queryKey: [...queryKey, 'log'] },
    (known) =>
      known &&
      mapItems(known, (one) =>
        one.id === deliveryId ? { ...one, state: 'waiting', failure: null, attempts: 0, nextAtMs: Date.now(), endedAtMs: null } : one,
      ),
  )
  void client.invalidateQueries({ queryKey: deliveryKeys.one(tenantId, webhookId, deliveryId) })
  void client.invalidateQueries({ queryKey: tenantKeys.webhooks(tenantId) })
}

const of = (tenantId: string, webhookId: string) => ({ params: { path: { tenantId, webhookId } } })

export const webhookActions = {
  make: (tenantId: string, body: WebhookBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks', { params: { path: { tenantId } }, body })),
  change: (tenantId: string, webhookId: string, body: WebhookChangeBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}', { ...of(tenantId, webhookId), body })),
  remove: (tenantId: string, webhookId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/webhooks/{webhookId}', of(tenantId, webhookId))),
  pause: (tenantId: string, webhookId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}/pause', of(tenantId, webhookId))),
  resume: (tenantId: string, webhookId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}/resume', of(tenantId, webhookId))),
  rotate: (tenantId: string, webhookId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}/rotate', of(tenantId, webhookId))),
  test: (tenantId: string, webhookId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}/test', of(tenantId, webhookId))),
  /** Sends many again, or says how many that would be. */
  sendAgain: (tenantId: string, webhookId: string, body: SendAgainBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}/send-again', { ...of(tenantId, webhookId), body })),
  sendOneAgain: (tenantId: string, webhookId: string, deliveryId: string) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries/{deliveryId}/send-again', {
        params: { path: { tenantId, webhookId, deliveryId } },
      }),
    ),
}
