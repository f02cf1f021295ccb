import type { TFunction } from 'i18next'

import type { ApiKey } from '../../api/types'
import { dateAndTime, moment } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Pill } from '../../ui/Pill'
import { everyScope, type KeyKind, presetOf } from './terms'

interface Props {
  kind: KeyKind
  label: string
  keys: readonly ApiKey[]
  onRevoke: (key: ApiKey) => void
}

/** How many addresses a row names. */
const mostNamed = 2

/** Keys, each with what it may do, until when and from where, and when it was used. */
export function KeyRows({ kind, label, keys, onRevoke }: Props) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-lg border border-line bg-surface">
      {keys.map((key) => (
        <Row key={key.id} kind={kind} apiKey={key} onRevoke={() => onRevoke(key)} />
      ))}
    </ul>
  )
}

function Row({ kind, apiKey, onRevoke }: { kind: KeyKind; apiKey: ApiKey; onRevoke: () => void }) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const at = (ms: number) => moment(ms, now, i18n.language)
  const name = nameOf(apiKey, t)
  const isOver = apiKey.expiresAtMs !== null && apiKey.expiresAtMs <= now
  return (
    <li className="flex items-start gap-4 px-5 py-3">
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 truncate font-medium">{name}</span>
          {isOver && <Pill tone="rest" text={t('apiKeys.over')} />}
        </p>
        <p className="text-sm">{termsOf(kind, apiKey, t, i18n.language)}</p>
        <p className="text-sm text-soft">
          <span className="font-mono">{apiKey.prefix}…</span> · {t('apiKeys.created', { when: at(apiKey.createdAtMs) })} ·{' '}
          {apiKey.usedAtMs === null ? t('apiKeys.unused') : t('apiKeys.used', { when: at(apiKey.usedAtMs) })}
        </p>
      </div>
      <Button size="small" onClick={onRevoke} aria-label={t('apiKeys.revokeOne', { label: name })}>
        {t('apiKeys.revoke')}
      </Button>
    </li>
  )
}

/** Names that the server itself gives. */
const given = { 'created with the tenant': 'apiKeys.given.first', renewed: 'apiKeys.given.renewed' } as const

export function nameOf({ label }: ApiKey, t: TFunction): string {
  return label in given ? t(given[label as keyof typeof given]) : label
}

/** `Só leitura · vale até 30 de dezembro de 2026 às 23:59 · só de 203.0.113.7` */
function termsOf(kind: KeyKind, { scopes, maySeeSecrets, expiresAtMs, allowedAddresses }: ApiKey, t: TFunction, language: string): string {
  const preset = presetOf(kind, scopes)
  const named = everyScope.tenant.filter((scope) => scopes.includes(scope)).map((scope) => t(`apiKeys.scope.${scope}`))
  const more = allowedAddresses.length - mostNamed
  const addresses = allowedAddresses.slice(0, mostNamed).join(', ')
  const parts = [
    preset === 'own' ? named.join(', ') : t(`apiKeys.preset.${preset}`),
    maySeeSecrets && t('apiKeys.seesSecrets'),
    expiresAtMs !== null && t('apiKeys.endsAt', { when: dateAndTime(expiresAtMs, language) }),
    allowedAddresses.length > 0 && (more > 0 ? t('apiKeys.fromMore', { addresses, count: more }) : t('apiKeys.from', { addresses })),
  ]
  return parts.filter(Boolean).join(' · ')
}
