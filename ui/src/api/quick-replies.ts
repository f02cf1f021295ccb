// Texts that a tenant keeps ready to answer with.
import { queryOptions } from '@tanstack/react-query'

import { folded } from '../lib/folded'
import { answer, http } from './http'
import { tenantKeys } from './tenant'
import type { QuickReply, QuickReplyBody } from './types'

/** In the order of their arrival; whoever shows them sorts them. News keep it fresh. */
export const quickReplies = (tenantId: string) =>
  queryOptions({
    queryKey: tenantKeys.quickReplies(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/quick-replies', { params: { path: { tenantId } } })),
    staleTime: Infinity,
  })

/** The list with one in the place of what it was, or as its last. */
export const withReply = (all: readonly QuickReply[], reply: QuickReply): QuickReply[] =>
  all.some(({ id }) => id === reply.id) ? all.map((one) => (one.id === reply.id ? reply : one)) : [...all, reply]

/** What a quick reply leaves open, in the server's own words: `{nome}`, `{numero}`, `{data}`. */
export const variables = ['nome', 'numero', 'data'] as const
export type Variable = (typeof variables)[number]

/** Those that words find, best first: by the beginning of the shortcut, then by what it holds, then by what it says. */
export function foundReplies(all: readonly QuickReply[], words: string): QuickReply[] {
  const wanted = folded(words)
  const rank = ({ shortcut, text }: QuickReply) => {
    const name = folded(shortcut)
    return name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : folded(text).includes(wanted) ? 2 : 3
  }
  const order = new Intl.Collator()
  return all
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank || order.compare(one.reply.shortcut, other.reply.shortcut))
    .map(({ reply }) => reply)
}

export const quickReplyActions = {
  make: (tenantId: string, body: QuickReplyBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/quick-replies', { params: { path: { tenantId } }, body })),
  change: (tenantId: string, quickReplyId: string, body: QuickReplyBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/quick-replies/{quickReplyId}', { params: { path: { tenantId, quickReplyId } }, body })),
  remove: (tenantId: string, quickReplyId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/quick-replies/{quickReplyId}', { params: { path: { tenantId, quickReplyId } } })),
}
