import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { adminActions } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { ShownOnce } from '../../ui/ShownOnce'
import { ApiExample } from './ApiExample'

/** A key in full. It is shown this once. */
export function ShownKey({ apiKey }: { apiKey: string }) {
  const { t } = useTranslation()
  return <ShownOnce value={apiKey} copyLabel={t('key.copy')} text={t('key.once')} />
}

interface Props {
  tenantId: string
  name: string
  /** Where programs reach the server, without a path. */
  origin: string
}

/** Makes a new key for a tenant's programs; the ones before it end. Shows how a program asks. */
export function ApiKeyCard({ tenantId, name, origin }: Props) {
  const { t } = useTranslation()
  const [isAsked, setAsked] = useState(false)
  const renew = useMutation({
    mutationFn: () => adminActions.newKey(tenantId),
    onSuccess: () => setAsked(false),
    // Nothing keeps it longer than it is shown.
    gcTime: 0,
  })
  return (
    <div>
      <p className="mb-3 text-soft">{t('key.text')}</p>
      {renew.data && (
        <div className="mb-3">
          <ShownKey apiKey={renew.data.apiKey} />
        </div>
      )}
      <Button
        icon={<KeyRound size={16} />}
        onClick={() => {
          setAsked(true)
        }}
      >
        {t('key.renew')}
      </Button>
      <ApiExample tenantId={tenantId} origin={origin} apiKey={renew.data?.apiKey} />
      {isAsked && (
        <ConfirmDialog
          title={t('key.renewTitle', { name })}
          text={t('key.renewText')}
          verb={t('key.renew')}
          isBusy={renew.isPending}
          trouble={renew.isError ? t(`problem.${troubleOf(renew.error).code}`) : undefined}
          onConfirm={() => renew.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  )
}
