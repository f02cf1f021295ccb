import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Pause, Play, Square, UserX } from 'lucide-react'

import { link as linkQuery, tenant as tenantQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { Tenant } from '../../api/types'
import { UnexpectedNumber } from '../../features/connect/UnexpectedNumber'
import { ApiKeyCard } from '../../features/link/ApiKeyCard'
import { LinkCard } from '../../features/link/LinkCard'
import { sessionCan } from '../../features/session/session-words'
import { SessionFacts } from '../../features/session/SessionFacts'
import { StatusPill } from '../../features/session/StatusPill'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { Section } from '../../ui/Section'
import { Skeleton } from '../../ui/Skeleton'
import { useTenantId } from '../place'
import { useAsked, useConfirmNumber, useSessionAction } from '../session-actions'
import { DeletionCard } from './DeletionCard'
import { HistoryCard } from './HistoryCard'
import { MediaCard } from './MediaCard'

/** One tenant: where its session stands, its link, its key. */
export function TenantPage() {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const query = useQuery(tenantQuery(tenantId))
  const { data: tenant } = query
  return (
    <main className="min-h-0 grow overflow-y-auto">
      <div className="mx-auto max-w-5xl px-6 py-6 max-sm:px-4">
        <Link to="/" className="mb-3 inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink">
          <ArrowLeft size={15} aria-hidden /> {t('admin.tenants')}
        </Link>
        {tenant ? (
          <Loaded tenant={tenant} />
        ) : query.isError ? (
          <Failed code={troubleOf(query.error).code} onRetry={() => void query.refetch()} />
        ) : (
          <Waiting />
        )}
      </div>
    </main>
  )
}

function Loaded({ tenant }: { tenant: Tenant }) {
  const { t, i18n } = useTranslation()
  const asked = useAsked(tenant.id)
  const { data: link, isError, error } = useQuery(linkQuery(tenant.id))
  const { account } = tenant
  const facts: [string, string][] = [
    [
      t('tenant.account'),
      account ? [formatPhone(account.pn ?? ''), visible(account.pushName)].filter(Boolean).join(' · ') : t('tenants.noAccount'),
    ],
    ...(tenant.phone === null ? [] : [[t('tenant.expectedPhone'), formatPhone(tenant.phone)] as [string, string]]),
    [t('tenant.createdOn'), new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeStyle: 'short' }).format(tenant.createdAtMs)],
    [t('tenant.id'), tenant.id],
  ]
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center gap-3">
        <h1 className="text-xl font-semibold">{tenant.name}</h1>
        <StatusPill session={tenant.session} reader="provider" asked={asked} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 min-[1100px]:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="space-y-5">
          <Section title={t('link.title')}>
            {link ? (
              <LinkCard tenantId={tenant.id} name={tenant.name} link={link} />
            ) : isError ? (
              <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />
            ) : (
              <Skeleton className="h-28" />
            )}
          </Section>
          <Section title={t('key.title')}>
            <ApiKeyCard tenantId={tenant.id} origin={originOf(link?.url)} />
          </Section>
          <Section title={t('mediaPolicy.title')}>
            <MediaCard tenantId={tenant.id} />
          </Section>
          <Section title={t('historyPolicy.title')}>
            <HistoryCard tenantId={tenant.id} />
          </Section>
          <Section title={t('deletionPolicy.title')}>
            <DeletionCard tenantId={tenant.id} />
          </Section>
        </div>
        <div className="space-y-5">
          <Section title={t('tenant.connection')}>
            {tenant.unexpectedAccount && <NumberAsked tenant={tenant} />}
            <SessionFacts session={tenant.session} reader="provider" asked={asked} />
            {tenant.sameAccountAs.length > 0 && <SharedAccount tenantIds={tenant.sameAccountAs} />}
            <Controls tenant={tenant} />
          </Section>
          <dl className="space-y-3 px-1 text-sm">
            {facts.map(([title, text]) => (
              <div key={title}>
                <dt className="text-xs text-soft">{title}</dt>
                <dd className="tabular-nums">{text}</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </>
  )
}

/** A phone scanned that nobody expected. */
function NumberAsked({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation()
  const answer = useConfirmNumber(tenant)
  const [scanned, expected] = [tenant.unexpectedAccount?.pn, tenant.phone].map((phone) => formatPhone(phone ?? ''))
  return (
    <>
      <Notice tone="warn" title={t('number.title')} text={t('tenant.numberText', { scanned, expected })} />
      <UnexpectedNumber answer={answer} className="my-3 flex flex-wrap gap-2" />
    </>
  )
}

function SharedAccount({ tenantIds }: { tenantIds: string[] }) {
  const { t } = useTranslation()
  const others = useQueries({ queries: tenantIds.map((id) => tenantQuery(id)) })
  const names = tenantIds.map((id, index) => others[index]?.data?.name ?? id).join(', ')
  return <Notice tone="warn" className="mt-4" title={t('tenant.sharedAccount')} text={t('tenant.sharedAccountText', { names })} />
}

function Controls({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation()
  const act = useSessionAction(tenant)
  const asked = useAsked(tenant.id)
  const isBusy = asked !== undefined
  const { session } = tenant
  const canStart = sessionCan.start(session)
  const canStop = sessionCan.stop(session)
  return (
    <>
      <div className="mt-5 flex flex-wrap gap-2">
        {canStart ? (
          <Button kind="primary" icon={<Play size={16} />} isBusy={isBusy} onClick={() => act.mutate('start')}>
            {t(asked === 'start' ? 'asked.start' : 'tenants.start')}
          </Button>
        ) : (
          <Button
            icon={<Square size={15} />}
            isBusy={isBusy}
            offBecause={canStop ? undefined : t('tenant.alreadyRests')}
            onClick={() => act.mutate('stop')}
          >
            {t(asked === 'stop' ? 'asked.stop' : 'tenants.stop')}
          </Button>
        )}
        <Button
          icon={<Pause size={16} />}
          isBusy={isBusy}
          offBecause={sessionCan.pause(session) ? undefined : t(`cause.${session.cause}`)}
          onClick={() => act.mutate('pause')}
        >
          {t(asked === 'pause' ? 'asked.pause' : 'tenants.pause')}
        </Button>
      </div>
      {act.isError && <Notice tone="bad" className="mt-3" title={t(`problem.${troubleOf(act.error).code}`)} />}
    </>
  )
}

function Failed({ code, onRetry }: { code: ReturnType<typeof troubleOf>['code']; onRetry: () => void }) {
  const { t } = useTranslation()
  const isGone = code === 'not_found' || code === 'validation_failed'
  return (
    <Blank
      icon={<UserX />}
      title={isGone ? t('tenant.notFound') : t('tenants.failedTitle')}
      text={isGone ? t('tenant.notFoundText') : t(`problem.${code}`)}
      action={
        isGone ? (
          <Link to="/" className="font-medium text-accent underline">
            {t('tenant.backToList')}
          </Link>
        ) : (
          <Button onClick={onRetry}>{t('common.retry')}</Button>
        )
      }
    />
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton className="mb-6 h-7 w-64" />
      <div className="grid gap-5 min-[1100px]:grid-cols-[1fr_20rem]">
        <Skeleton className="h-56 rounded-lg!" />
        <Skeleton className="h-56 rounded-lg!" />
      </div>
    </div>
  )
}

/** Programs come by the address of the link, from wherever that works; without one as this page does. */
const originOf = (url: string | undefined): string => (url !== undefined && URL.canParse(url) ? new URL(url).origin : location.origin)
