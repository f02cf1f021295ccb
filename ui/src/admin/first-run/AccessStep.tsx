import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'

import { access as accessQuery } from '../../api/admin'
import { type Trouble, troubleOf } from '../../api/problem'
import type { Access } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { Options } from '../../ui/Options'
import { Skeleton } from '../../ui/Skeleton'
import { type InternetDraft, internetKinds, isAbout } from '../access/drafts'
import { PasswordFirst } from '../access/PasswordFirst'
import type { FieldsProps } from '../access/ProxyFields'
import { useSaveAccess } from '../access/saving'
import { WayFields } from '../access/WayFields'
import { type StepProps, StepFoot } from './StepFoot'
import { choices, opening, waysAtFirst, type Where, whereAtFirst } from './where'

/** Where are the customers? What follows from it is opened, behind a password. */
export function AccessStep(props: StepProps) {
  const { t } = useTranslation()
  const { data: access, isError, error, refetch } = useQuery(accessQuery)
  if (access) return <Asked {...props} access={access} />
  return (
    <>
      {isError ? (
        <Notice
          tone="bad"
          title={t(`problem.${troubleOf(error).code}`)}
          action={
            <Button size="small" onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      ) : (
        <Skeleton className="h-36" />
      )}
      <StepFoot {...props} />
    </>
  )
}

function Asked({ access, place, say, isBusy }: StepProps & { access: Access }) {
  const { t } = useTranslation()
  const id = useId()
  const [where, setWhere] = useState<Where>(() => whereAtFirst(access))
  const [internet, setInternet] = useState<InternetDraft>(() => waysAtFirst(access))
  const goOn = () => say({ firstRun: place.next })
  const saving = useSaveAccess(goOn)
  const { trouble, waiting } = saving
  const isWorking = isBusy || saving.isSaving
  const change = (part: Partial<InternetDraft>) => {
    setInternet({ ...internet, ...part })
    saving.reset()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isWorking) return
    const body = opening(access, where, internet)
    if (body) saving.save(body)
    else goOn()
  }
  return (
    <>
      <form id={id} onSubmit={submit} noValidate className="space-y-6">
        <Options
          label={t('firstRunTitle.access')}
          isLabelHidden
          value={where}
          onChange={(next) => {
            setWhere(next)
            saving.reset()
          }}
          options={choices(access).map((value) => ({ value, label: t(`firstRunWhere.${value}`), text: t(`firstRunWhereText.${value}`) }))}
        />
        {where === 'internet' && <Ways access={access} draft={internet} trouble={trouble} onChange={change} />}
        {trouble && !waiting && <Refused trouble={trouble} />}
      </form>
      {waiting && <PasswordFirst onDone={() => saving.save(waiting)} />}
      <StepFoot place={place} say={say} isBusy={isWorking}>
        {!waiting && (
          <Button type="submit" form={id} kind="primary" isBusy={isWorking}>
            {t('firstRun.next')}
          </Button>
        )}
      </StepFoot>
    </>
  )
}

/** By which way the Internet is reached, and what that needs. */
function Ways(fields: FieldsProps) {
  const { t } = useTranslation()
  const { access, draft, onChange } = fields
  if (access.internet.isFixed) return <p className="text-soft">{t('access.fixedInternet')}</p>
  return (
    <div className="space-y-4 border-l-2 border-line pl-4">
      <Options
        label={t('access.internet')}
        isLabelHidden
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        options={internetKinds
          .filter((way) => way !== 'closed')
          .map((value) => ({ value, label: t(`internetKind.${value}`), text: t(`internetKindText.${value}`) }))}
      />
      <WayFields {...fields} />
    </div>
  )
}

function Refused({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation()
  if (isAbout(trouble, 'internet')) return null
  return <Notice tone="bad" title={trouble.code === 'forbidden' ? t('access.tunnelElsewhere') : t(`problem.${trouble.code}`)} />
}
