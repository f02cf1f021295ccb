import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { adminActions, adminKeys, issuedBy } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { ApiKey, Issued } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Check } from '../../ui/Check'
import { Dialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Notice'

interface Props {
  apiKey: ApiKey
  onClose: () => void
}

/** Ends a key, and what it made and saw where that is wished; afterwards it says what is still open. */
export function RevokeDialog({ apiKey, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const issued = useQuery(issuedBy(apiKey.id))
  const [withIssued, setWithIssued] = useState(false)
  const hasIssued = issued.data !== undefined && !isEmpty(issued.data)
  const revoke = useMutation({
    mutationFn: () => adminActions.revokeProviderKey(apiKey.id, withIssued && hasIssued),
    onSuccess: async ({ ended, leftOpen }) => {
      await client.invalidateQueries({ queryKey: adminKeys.providerKeys })
      if (isEmpty(ended) && isEmpty(leftOpen)) onClose()
    },
  })
  if (revoke.data) {
    return (
      <Dialog title={t('providerKeys.revokedTitle', { label: apiKey.label })} onClose={onClose}>
        <div className="space-y-4">
          {!isEmpty(revoke.data.ended) && <List title={t('providerKeys.ended')} issued={revoke.data.ended} />}
          {!isEmpty(revoke.data.ended) && revoke.data.ended.links.length > 0 && <p className="text-soft">{t('providerKeys.sendAgain')}</p>}
          {!isEmpty(revoke.data.leftOpen) && <Notice tone="warn" title={t('providerKeys.leftOpen')} />}
          {!isEmpty(revoke.data.leftOpen) && <List title={t('providerKeys.stillOpen')} issued={revoke.data.leftOpen} />}
          <div className="flex justify-end">
            <Button kind="primary" onClick={onClose} data-first-focus>
              {t('common.done')}
            </Button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={t('providerKeys.revokeTitle', { label: apiKey.label })} onClose={onClose}>
      <div className="space-y-4">
        <p className="text-soft">{t('providerKeys.revokeText')}</p>
        {issued.isError && <Notice tone="warn" title={t('providerKeys.issuedFailed')} />}
        {issued.data && hasIssued && (
          <>
            <List title={t('providerKeys.issued')} issued={issued.data} />
            <Check
              label={t('providerKeys.withIssued')}
              text={t('providerKeys.withIssuedText')}
              isOn={withIssued}
              onChange={setWithIssued}
            />
          </>
        )}
        {revoke.isError && <Notice tone="bad" title={t(`problem.${troubleOf(revoke.error).code}`)} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} data-first-focus>
            {t('common.cancel')}
          </Button>
          <Button kind="danger" onClick={() => revoke.mutate()} isBusy={revoke.isPending || issued.isPending}>
            {t('providerKeys.revoke')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

const isEmpty = ({ keys, links }: Issued) => keys.length === 0 && links.length === 0

function List({ title, issued }: { title: string; issued: Issued }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="max-h-48 space-y-1 overflow-y-auto text-sm text-soft">
        {issued.keys.map(({ id, prefix, tenantName }) => (
          <li key={id}>
            {t('providerKeys.keyOf', { name: tenantName })} <span className="font-mono">{prefix}…</span>
          </li>
        ))}
        {issued.links.map(({ tenantId, tenantName }) => (
          <li key={tenantId}>{t('providerKeys.linkOf', { name: tenantName })}</li>
        ))}
      </ul>
    </section>
  )
}
