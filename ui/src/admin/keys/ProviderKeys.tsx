import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { providerKeys } from '../../api/admin'
import type { ApiKey } from '../../api/types'
import { moment } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { NewKeyDialog } from './NewKeyDialog'
import { RevokeDialog } from './RevokeDialog'

/** The provider's own keys, for programs that create and steer clients. */
export function ProviderKeys() {
  const { t } = useTranslation()
  const { data: keys, isError } = useQuery(providerKeys)
  const [isNew, setNew] = useState(false)
  const [revoked, setRevoked] = useState<ApiKey>()
  const add = useRef<HTMLButtonElement>(null)
  const wasRevoking = useRef(false)
  useEffect(() => {
    // The button that opened the dialog has gone with its key.
    if (wasRevoking.current && !revoked && document.activeElement === document.body) add.current?.focus()
    wasRevoking.current = revoked !== undefined
  }, [revoked])
  return (
    <section>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{t('providerKeys.title')}</h2>
        <Button ref={add} icon={<KeyRound size={16} />} onClick={() => setNew(true)}>
          {t('providerKeys.new')}
        </Button>
      </div>
      <p className="mb-3 text-soft">{t('providerKeys.text')}</p>
      {isError && <Notice tone="bad" title={t('providerKeys.failed')} />}
      {!keys && !isError && <Skeleton className="h-16 w-full" />}
      {keys?.length === 0 && <p className="rounded-lg border border-line bg-surface px-5 py-4 text-soft">{t('providerKeys.none')}</p>}
      {keys && keys.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {keys.map((key) => (
            <Row key={key.id} apiKey={key} onRevoke={() => setRevoked(key)} />
          ))}
        </ul>
      )}
      {isNew && <NewKeyDialog onClose={() => setNew(false)} />}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(undefined)} />}
    </section>
  )
}

function Row({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const at = (ms: number) => moment(ms, now, i18n.language)
  return (
    <li className="flex items-center gap-4 px-5 py-3">
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{apiKey.label}</p>
        <p className="text-sm text-soft">
          <span className="font-mono">{apiKey.prefix}…</span> · {t('providerKeys.created', { when: at(apiKey.createdAtMs) })} ·{' '}
          {apiKey.usedAtMs === null ? t('providerKeys.unused') : t('providerKeys.used', { when: at(apiKey.usedAtMs) })}
          {apiKey.maySeeSecrets && <> · {t('providerKeys.seesSecrets')}</>}
        </p>
      </div>
      <Button size="small" onClick={onRevoke} aria-label={t('providerKeys.revokeOne', { label: apiKey.label })}>
        {t('providerKeys.revoke')}
      </Button>
    </li>
  )
}
