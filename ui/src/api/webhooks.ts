// Where a tenant's events are sent, and what came of each.
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { mapItems, type Pages } from './pages'
import { tenantKeys } from './tenant'
import type { DeliveryPage, DeliveryState, SendAgainBody, Webhook, WebhookBody, WebhookChangeBody } from './types'

/** A tenant has no more. */
export const mostWebhooks = 10
/** For so long a webhook may fail, or be paused, until it is disabled. */
export const patienceMs = 5 * 86_400_000

const deliveryKeys = {
  ofWebhook: (tenantId: string, webhookId: string) => [...tenantKeys.deliveries(tenantId), webhookId] as const,
  log: (tenantId: string, webhookId: string, state: DeliveryState | undefined) =>
    [...tenantKeys.deliveries(tenantId), webhookId, 'log', state ?? null] as const,
  latest: (tenantId: string, webhookId: string) => [...tenantKeys.deliveries(tenantId), webhookId, 'latest'] as const,
  one: (tenantId: string, webhookId: string, id: string) => [...tenantKeys.deliveries(tenantId), webhookId, 'one', id] as const,
}

/** The oldest first. No event tells of what is delivered, so they are asked for again. */
export const webhooks = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.webhooks(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/webhooks', { params: { path: { tenantId } } })),
    refetchInterval: 10_000,
  })

/** How many deliveries one page of the log has. */
const perPage = 50
/** A log that was read so far is not read anew every few seconds. */
const mostPagesAnew = 2

/** What was sent and what waits, the newest event first; without a state all of it. */
export const deliveries = (tenantId: string, webhookId: string, state?: DeliveryState) =>
  infiniteQueryOptions({
    queryKey: deliveryKeys.log(tenantId, webhookId, state),
    queryFn: ({ pageParam }) => {
      const query = { limit: perPage, cursor: pageParam ?? undefined, state }
      return answer(
        http.GET('/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries', { params: { path: { tenantId, webhookId }, query } }),
      )
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= mostPagesAnew ? 5_000 : false),
  })

/** More that wait than this are not counted. */
export const mostCounted = 50
const fewLatest = 10

/** What a list says of a webhook: what came of the newest deliveries, and how many wait. */
export const latestDeliveries = (tenantId: string, webhookId: string) =>
  queryOptions({
    queryKey: deliveryKeys.latest(tenantId, webhookId),
    queryFn: async () => {
      const read = (query: { limit: number; state?: DeliveryState }) =>
        answer(http.GET('/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries', { params: { path: { tenantId, webhookId }, query } }))
      const [newest, waiting] = await Promise.all([read({ limit: fewLatest }), read({ limit: mostCounted, state: 'waiting' })])
      const log = [...newest.items, ...waiting.items].flatMap((delivery) => delivery.log)
      const last = log.reduce<(typeof log)[number] | null>((latest, one) => (latest && latest.atMs >= one.atMs ? latest : one), null)
      return { last, waiting: waiting.items.length, isMoreWaiting: waiting.nextCursor !== null }
    },
    refetchInterval: 10_000,
  })

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
  client.setQueryData<Webhook[]>(tenantKeys.webhooks(tenantId), (all) =>
    all?.some(({ id }) => id === webhook.id) ? all.map((one) => (one.id === webhook.id ? webhook : one)) : all && [...all, webhook],
  )
}

export function dropWebhook(client: QueryClient, tenantId: string, webhookId: string): void {
  client.setQueryData<Webhook[]>(tenantKeys.webhooks(tenantId), (all) => all?.filter(({ id }) => id !== webhookId))
  client.removeQueries({ queryKey: deliveryKeys.ofWebhook(tenantId, webhookId), type: 'inactive' })
}

/** Much of a log has changed: it is read from its beginning. */
export function readDeliveriesAgain(client: QueryClient, tenantId: string, webhookId: string): void {
  const queryKey = deliveryKeys.ofWebhook(tenantId, webhookId)
  client.setQueriesData<Pages<DeliveryPage>>({ queryKey: [...queryKey, 'log'] }, (known) => known && firstPage(known))
  void client.invalidateQueries({ queryKey })
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
        one.id === deliveryId ? { ...one, state: 'waiting', attempts: 0, nextAtMs: Date.now(), endedAtMs: null } : one,
      ),
  )
  void client.invalidateQueries({ queryKey: deliveryKeys.one(tenantId, webhookId, deliveryId) })
  void client.invalidateQueries({ queryKey: deliveryKeys.latest(tenantId, webhookId) })
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
