import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'

import { access as accessQuery, adminActions, adminKeys, link as linkQuery, tenant as tenantQuery, tenants } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { Tenant } from '../../api/types'
import { LinkCard } from '../../features/link/LinkCard'
import { statusText } from '../../features/session/session-words'
import { useNow } from '../../lib/now'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { InternetWait } from '../access/InternetWait'
import { type StepProps, StepFoot } from './StepFoot'

/** The first one there is, also after a reload. */
const first = tenants({ search: '', status: null, sort: 'created', order: 'asc' })

/** Who is the first customer? Then their link, and how far their phone is. */
export function CustomerStep(props: StepProps) {
  const { t } = useTranslation()
  const { data, isError, error } = useInfiniteQuery(first)
  const known = data?.pages[0]?.items[0]
  if (known) return <Waiting {...props} tenantId={known.id} />
  if (data) return <Form {...props} />
  return isError ? <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} /> : <Skeleton className="h-16" />
}

function Form({ place, say, isBusy }: StepProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [isChecked, setChecked] = useState(false)
  const create = useMutation({
    mutationFn: () => adminActions.createTenant(name.trim(), ''),
    onSuccess: async ({ tenant, link }) => {
      client.setQueryData(adminKeys.tenant(tenant.id), tenant)
      client.setQueryData(adminKeys.link(tenant.id), link)
      void client.invalidateQueries({ queryKey: adminKeys.overview })
      await client.invalidateQueries({ queryKey: adminKeys.lists })
    },
    // It holds the API key.
    gcTime: 0,
  })
  const trouble = create.isError ? troubleOf(create.error) : undefined
  const isMissing = name.trim() === ''
  const refused = trouble?.field('name') !== undefined ? t('field.nameInvalid') : undefined
  const isWorking = isBusy || create.isPending
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isMissing && !isWorking) create.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={t('newTenant.name')}
        placeholder={t('newTenant.namePlaceholder')}
        autoComplete="off"
        autoFocus
        isLarge
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={isChecked && isMissing ? t('field.missing') : refused}
      />
      {trouble && refused === undefined && <Notice tone="bad" className="mt-4" title={t(`problem.${trouble.code}`)} />}
      <StepFoot place={place} say={say} isBusy={isWorking}>
        <Button type="submit" kind="primary" isBusy={isWorking}>
          {t('newTenant.submit')}
        </Button>
      </StepFoot>
    </form>
  )
}

function Waiting({ tenantId, say, finish, isBusy }: StepProps & { tenantId: string }) {
  const { t } = useTranslation()
  const { data: tenant } = useQuery(tenantQuery(tenantId))
  const { data: link, isError, error } = useQuery(linkQuery(tenantId))
  const { data: access } = useQuery(accessQuery)
  if (!tenant) return <Skeleton className="h-56" />
  const isConnected = tenant.session.status === 'connected'
  return (
    <div className="space-y-5">
      <Progress tenant={tenant} />
      {!isConnected && (
        <div className="rounded-lg border border-line p-5">
          {access && <InternetWait access={access} className="mb-4" />}
          {link ? (
            <LinkCard tenantId={tenant.id} name={tenant.name} link={link} isQrShownAtFirst onToAccess={() => say({ firstRun: 'done' })} />
          ) : isError ? (
            <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />
          ) : (
            <Skeleton className="h-44" />
          )}
        </div>
      )}
      <div className="flex justify-end pt-3">
        <Button kind={isConnected ? 'primary' : 'plain'} isBusy={isBusy} onClick={finish}>
          {t('firstRun.toPanel')}
          <ArrowRight size={16} aria-hidden />
        </Button>
      </div>
    </div>
  )
}

/** How far the customer's phone is: said aloud as it changes. */
function Progress({ tenant: { name, session, account } }: { tenant: Tenant }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const number = account?.pn == null ? '' : formatPhone(account.pn)
  const whose = [number, visible(account?.pushName ?? '')].filter(Boolean).join(' · ')
  const isUnopened = session.status === 'stopped' && session.cause === 'never_paired'
  const text =
    session.status === 'connected'
      ? t('firstRun.connected', { name })
      : isUnopened
        ? t('firstRun.unopened', { name })
        : t('firstRun.under', { name, status: statusText(session, now, t, i18n.language) })
  return (
    <div>
      <p role="status" className="text-lg font-medium">
        {text}
      </p>
      {whose !== '' && <p className="mt-2 text-soft tabular-nums">{whose}</p>}
    </div>
  )
}
