import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ExternalLink, MoreHorizontal, Pause, Play, Square } from 'lucide-react'

import { link as linkQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { Tenant } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { sessionCan } from '../../features/session/session-words'
import { IconButton } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Menu } from '../../ui/Menu'
import { Notice } from '../../ui/Notice'
import { useAsked, useSessionAction } from '../session-actions'

/** The link is one click away; the rest is in the menu and, with a keyboard, one Tab further. */
export function RowActions({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const act = useSessionAction(tenant)
  const asked = useAsked(tenant.id)
  const { name, session } = tenant
  const canStart = sessionCan.start(session)
  const whyNot = canStart ? undefined : sessionCan.stop(session) ? t('tenant.alreadyRuns') : t(`cause.${session.cause}`)
  const underWay = asked === undefined ? undefined : t(`asked.${asked}`)
  return (
    <>
      <CopyButton
        look="icon"
        size="small"
        label={t('tenants.copyLinkOf', { name })}
        value={async () => (await client.fetchQuery({ ...linkQuery(tenant.id), staleTime: 0 })).url}
      />
      <IconButton
        size="small"
        label={t(canStart ? 'tenants.startOf' : 'tenants.stopOf', { name })}
        isBusy={asked !== undefined}
        offBecause={canStart || sessionCan.stop(session) ? undefined : t(`cause.${session.cause}`)}
        onClick={() => act.mutate(canStart ? 'start' : 'stop')}
      >
        {canStart ? <Play size={16} /> : <Square size={15} />}
      </IconButton>
      <Menu
        trigger={
          <IconButton size="small" label={t('tenants.actionsOf', { name })}>
            <MoreHorizontal size={17} />
          </IconButton>
        }
        items={[
          {
            label: t('tenants.open'),
            icon: <ExternalLink size={16} />,
            onSelect: () => void navigate({ to: '/tenants/$tenantId', params: { tenantId: tenant.id } }),
          },
          {
            label: t('tenants.start'),
            icon: <Play size={16} />,
            offBecause: underWay ?? whyNot,
            onSelect: () => act.mutate('start'),
          },
          {
            label: t('tenants.stop'),
            icon: <Square size={16} />,
            offBecause: underWay ?? (sessionCan.stop(session) ? undefined : t('tenant.alreadyRests')),
            onSelect: () => act.mutate('stop'),
          },
          {
            label: t('tenants.pause'),
            icon: <Pause size={16} />,
            offBecause: underWay ?? (sessionCan.pause(session) ? undefined : t(`cause.${session.cause}`)),
            onSelect: () => act.mutate('pause'),
          },
        ]}
      />
      {act.isError && (
        <div className="fixed right-6 bottom-6 z-50 max-w-sm shadow-float">
          <Notice tone="bad" title={name} text={t(`problem.${troubleOf(act.error).code}`)} />
        </div>
      )}
    </>
  )
}
