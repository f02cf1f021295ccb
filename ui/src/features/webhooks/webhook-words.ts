import type { TFunction } from 'i18next'

import type { Webhook, WebhookAttempt, WebhookDelivery } from '../../api/types'
import { patienceMs } from '../../api/webhooks'
import { moment } from '../../lib/dates'
import type { Tone } from '../../ui/tone'
import { eventWords, inOrder, isEventName } from './event-groups'

/** How a webhook is: one that is told what happens may still fail at it. */
export type Health = 'active' | 'failing' | 'paused' | 'disabled'

export const healthOf = ({ state, failingSinceMs }: Pick<Webhook, 'state' | 'failingSinceMs'>): Health =>
  state === 'active' && failingSinceMs !== null ? 'failing' : state

export const healthTones = { active: 'ok', failing: 'warn', paused: 'rest', disabled: 'bad' } as const satisfies Record<Health, Tone>

/** Since when that is so, in UTC milliseconds. */
export const healthSinceMs = (webhook: Webhook): number =>
  (healthOf(webhook) === 'failing' ? webhook.failingSinceMs : null) ?? webhook.stateSinceMs

/** `Com falhas desde 14:05` */
export function healthText(webhook: Webhook, nowMs: number, t: TFunction, language: string): string {
  const health = healthOf(webhook)
  return t(`webhookState.${health}`, { when: moment(healthSinceMs(webhook), nowMs, language) })
}

/** What follows from it, and what can be done. */
export function healthAdvice(webhook: Webhook, nowMs: number, t: TFunction, language: string): string | undefined {
  const until = moment(healthSinceMs(webhook) + patienceMs, nowMs, language)
  switch (healthOf(webhook)) {
    case 'active':
      return undefined
    case 'failing':
      return t('webhooks.failingText', { until })
    case 'paused':
      return t('webhooks.pausedText', { until })
    case 'disabled':
      return webhook.disabledReason === null
        ? t('webhooks.disabledText')
        : `${t(`webhookDisabled.${webhook.disabledReason}`)} ${t('webhooks.disabledText')}`
  }
}

export const eventText = (name: string, t: TFunction): string => (isEventName(name) ? t(`webhookEvent.${eventWords[name]}`) : name)

/** Which events a webhook is told of, in one line. */
export function eventsText(names: readonly string[], t: TFunction): string {
  const [first, ...others] = inOrder(names)
  if (first === undefined) return t('webhooks.everything')
  return others.length === 0 ? eventText(first, t) : t('webhooks.andMore', { first: eventText(first, t), count: others.length })
}

/** The part of an address that people know it by. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}

/** Whoever is on the way can read what is sent there. */
export const isReadable = (url: string): boolean => /^\s*http:/i.test(url)

/** `120 ms`, `1,5 s` */
export function tookText(tookMs: number, language: string): string {
  const isShort = tookMs < 1_000
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isShort ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: isShort ? 0 : 1,
  }).format(isShort ? tookMs : tookMs / 1_000)
}

type Outcome = Pick<WebhookAttempt, 'failure' | 'status' | 'tookMs'>

/** What came of one request. */
export function attemptText({ failure, status, tookMs }: Outcome, t: TFunction, language: string): string {
  const took = tookText(tookMs, language)
  if (status !== null) return t(failure === null ? 'attempt.taken' : 'attempt.refused', { status, took })
  return failure === null || failure === 'refused' ? t('attempt.unreachable') : t(`attempt.${failure}`)
}

export type Advice = 'redirect' | 'access' | 'address' | 'gone' | 'busy' | 'broken' | 'other' | 'too_slow' | 'unreachable' | 'forbidden'

/** What somebody can do about a request that failed; nothing where it did not. */
export function adviceOf({ failure, status }: Pick<WebhookAttempt, 'failure' | 'status'>): Advice | undefined {
  if (failure === null) return undefined
  if (status === null) return failure === 'refused' ? 'unreachable' : failure
  if (status >= 300 && status < 400) return 'redirect'
  if (status === 401 || status === 403) return 'access'
  if (status === 404 || status === 405) return 'address'
  if (status === 410) return 'gone'
  if (status === 429 || status === 503) return 'busy'
  return status >= 500 ? 'broken' : 'other'
}

export const deliveryTones = { waiting: 'busy', delivered: 'ok', failed: 'bad' } as const satisfies Record<WebhookDelivery['state'], Tone>

/** How far a delivery has come, in one line: what came of the last attempt, and when the next one is. */
export function deliveryText(delivery: WebhookDelivery, isPaused: boolean, nowMs: number, t: TFunction, language: string): string {
  const { state, attempts, nextAtMs, lastAttempt: last } = delivery
  const tried = attempts === 0 ? undefined : t('delivery.attempts', { count: attempts })
  const answered =
    last && attempts > 0
      ? last.status === null
        ? attemptText(last, t, language)
        : t('delivery.answered', { status: last.status })
      : undefined
  return [t(`deliveryState.${state}`), state === 'waiting' ? nextText(nextAtMs, isPaused, nowMs, t, language) : undefined, tried, answered]
    .filter((part) => part !== undefined)
    .join(' · ')
}

function nextText(nextAtMs: number | null, isPaused: boolean, nowMs: number, t: TFunction, language: string): string {
  if (isPaused) return t('delivery.afterPause')
  if (nextAtMs === null) return t('delivery.behind')
  return nextAtMs <= nowMs ? t('delivery.soon') : t('delivery.next', { when: moment(nextAtMs, nowMs, language) })
}

/** The same words, standing alone. */
export const asSentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** JSON as people read it. */
export const pretty = (value: unknown): string => JSON.stringify(value, null, 2)

/** An answer as people read it: JSON with its lines, anything else as it came. */
export function prettyAnswer(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? pretty(value) : text
  } catch {
    return text
  }
}
