import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { groupActions, inviteLink } from '../../../api/groups'
import { troubleOf } from '../../../api/problem'
import { tenantKeys } from '../../../api/tenant'
import type { InviteLink as Invite } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { CopyButton } from '../../../ui/CopyButton'
import { Notice } from '../../../ui/Notice'
import { QrPicture } from '../../../ui/QrPicture'
import { useGroupChange } from './use-group-change'

/** The link by which people join, shown once it is wanted; for admins. */
export function InviteLink({ tenantId, chatId }: { tenantId: string; chatId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isWanted, setWanted] = useState(false)
  const [isSure, setSure] = useState(false)
  const query = useQuery({ ...inviteLink(tenantId, chatId), enabled: isWanted })
  const renew = useGroupChange<Invite>(tenantId, chatId, (link) => {
    client.setQueryData<Invite>(tenantKeys.inviteLink(tenantId, chatId), link)
    setSure(false)
  })
  const failed = query.error ?? renew.error
  return (
    <div className="space-y-3">
      {!query.data && (
        <Button isBusy={query.isFetching} onClick={() => (isWanted ? void query.refetch() : setWanted(true))}>
          {t('group.showLink')}
        </Button>
      )}
      {query.data && (
        <>
          <p className="rounded-md bg-sunken px-3 py-2 text-sm break-all select-all">{query.data.url}</p>
          <QrPicture text={query.data.url} label={t('group.linkQr')} mostPx={180} className="rounded-md" />
          <div className="flex flex-wrap gap-2">
            <CopyButton value={query.data.url} label={t('group.copyLink')} />
            {!isSure && <Button onClick={() => setSure(true)}>{t('group.renewLink')}</Button>}
          </div>
          {isSure && (
            <div role="group" aria-label={t('group.renewLink')} className="rounded-md border border-line p-3">
              <p className="text-sm">{t('group.renewText')}</p>
              <div className="mt-3 flex gap-2">
                <Button size="small" onClick={() => setSure(false)}>
                  {t('common.cancel')}
                </Button>
                <Button
                  size="small"
                  kind="danger"
                  isBusy={renew.isPending}
                  onClick={() => renew.mutate(() => groupActions.renewLink(tenantId, chatId))}
                >
                  {t('group.renewLink')}
                </Button>
              </div>
            </div>
          )}
        </>
      )}
      {failed && <Notice tone="bad" title={t(`problem.${troubleOf(failed).code}`)} />}
    </div>
  )
}
