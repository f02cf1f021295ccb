// The mock's figures: a shop that opens at eight, rests on Sundays, and had a better week than the one before.
import type { Chat, PeriodFigures, Statistics } from '../../src/api/types'

const hour = 3_600_000

/** What came and left in an hour, always the same of one hour. */
function hourOf(atMs: number): { received: number; sent: number } {
  const date = new Date(atMs)
  const [day, clock] = [date.getDay(), date.getHours()]
  if (day === 0 || clock < 8 || clock > 20) return { received: 0, sent: 0 }
  const wave = 6 + 5 * Math.sin(((clock - 8) / 12) * Math.PI * 2.5) + (day === 6 ? 4 : 0)
  const received = Math.max(0, Math.round(wave + ((atMs / hour) % 5)))
  return { received, sent: Math.round(received * 0.8) }
}

function hoursOf(fromMs: number, toMs: number): Statistics['hours'] {
  const hours: Statistics['hours'] = []
  for (let atMs = Math.floor(fromMs / hour) * hour; atMs < toMs; atMs += hour) {
    const { received, sent } = hourOf(atMs)
    if (received + sent > 0) hours.push({ atMs, received, sent })
  }
  return hours
}

function periodOf(hours: Statistics['hours'], spanMs: number, medianMs: number, withinHours: boolean): PeriodFigures {
  const [received, sent] = (['received', 'sent'] as const).map((what) => hours.reduce((sum, one) => sum + one[what], 0)) as [number, number]
  const outgoing = Math.round(sent * 0.9)
  return {
    received,
    sent,
    activeChats: Math.round(received / 6),
    newContacts: Math.round(received / 40),
    firstAnswers: { count: Math.round(received / 9), medianMs: received === 0 ? null : medianMs, withinHours },
    outgoing: { sent: outgoing, delivered: Math.round(outgoing * 0.98), read: Math.round(outgoing * 0.81) },
    failures:
      received === 0
        ? []
        : [
            { reason: 'not_on_whatsapp', count: 3 },
            { reason: 'no_answer', count: 1 },
          ],
    connectedMs: Math.round(spanMs * 0.994),
    measuredMs: spanMs,
  }
}

/** The figures of a span that a request names. */
export function statistics(chats: readonly Chat[], query: URLSearchParams, isEmpty: boolean, withinHours: boolean): Statistics {
  const [fromMs, toMs] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')]
  const spanMs = toMs - fromMs
  const hours = isEmpty ? [] : hoursOf(fromMs, toMs)
  const earlier = isEmpty ? [] : hoursOf(fromMs - spanMs, fromMs).slice(3)
  const since = chats.flatMap(({ waitingSinceMs, isArchived }) => (isArchived ? [] : (waitingSinceMs ?? [])))
  return {
    fromMs,
    toMs,
    keptSinceMs: fromMs - 200 * 24 * hour,
    now: { unanswered: { chats: since.length, oldestSinceMs: since.length === 0 ? null : Math.min(...since) } },
    period: periodOf(hours, spanMs, 260_000, withinHours),
    before: periodOf(earlier, spanMs, 410_000, withinHours),
    hours,
  }
}

/** The hours of a span as a table, as the server writes it. */
export function table({ hours }: Statistics): string {
  const rows = hours.map(({ atMs, received, sent }) => `${new Date(atMs).toISOString().replace('.000', '')},${received},${sent}`)
  return ['\ufeffhour,received,sent', ...rows, ''].join('\r\n')
}
