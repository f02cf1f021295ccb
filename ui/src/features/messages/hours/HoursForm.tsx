import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { businessHours, hoursActions, hoursKeys } from '../../../api/hours'
import { troubleOf } from '../../../api/problem'
import type { BusinessHours, BusinessHoursNow } from '../../../api/types'
import { minuteMs, useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Check } from '../../../ui/Check'
import { focusFirstWrong } from '../../../ui/focus-wrong'
import { Notice } from '../../../ui/Notice'
import { SaveRow } from '../../../ui/SaveRow'
import { Skeleton } from '../../../ui/Skeleton'
import { Chosen } from './Chosen'
import { ClosedDates } from './ClosedDates'
import { DayHours } from './DayHours'
import { OpenNow } from './OpenNow'
import { firstHours, ownTimeZone, timeZones, weekdays, wrongDays, zoneNow } from './week'

/** When the tenant answers: each weekday's hours, days on which it is closed, and by which clock. */
export function HoursForm({ tenantId }: { tenantId: string }) {
  const query = useQuery(businessHours(tenantId))
  const { t } = useTranslation()
  if (!query.data) {
    return query.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} /> : <Skeleton className="h-96" />
  }
  return <Form tenantId={tenantId} now={query.data} />
}

function Form({ tenantId, now }: { tenantId: string; now: BusinessHoursNow }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const nowMs = useNow(minuteMs)
  /** What was changed, until it is saved; null: there are to be none. */
  const [draft, setDraft] = useState<BusinessHours | null>()
  /** What was chosen before hours were switched off, to be there when they are switched on again. */
  const [before, setBefore] = useState<BusinessHours>()
  const [isChecked, setChecked] = useState(false)
  const save = useMutation({
    mutationFn: async (hours: BusinessHours | null) => {
      if (hours !== null) return hoursActions.set(tenantId, hours)
      await hoursActions.remove(tenantId)
      return { hours: null, isOpen: null, changesAtMs: null }
    },
    onSuccess: (saved, sent) => {
      client.setQueryData<BusinessHoursNow>(hoursKeys.hours(tenantId), saved)
      // What was chosen meanwhile stays.
      setDraft((now) => (now === sent ? undefined : now))
      setChecked(false)
    },
  })
  const hours = draft === undefined ? now.hours : draft
  const isSame = draft === undefined || JSON.stringify(draft) === JSON.stringify(now.hours)
  const wrong = hours === null ? {} : wrongDays(hours.week)
  const change = (next: BusinessHours | null) => {
    if (!save.isPending) save.reset()
    setDraft(next)
  }
  const toggle = (isOn: boolean) => {
    if (hours !== null) setBefore(hours)
    change(isOn ? (before ?? now.hours ?? firstHours(ownTimeZone())) : null)
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setChecked(true)
    if (Object.keys(wrong).length > 0) return focusFirstWrong(event.currentTarget)
    if (isSame || save.isPending) return
    save.mutate(hours)
  }
  const trouble = save.isError ? troubleOf(save.error) : undefined
  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      {isSame && <OpenNow hours={now} />}
      <Check label={t('hours.use')} text={t('hours.useText')} isOn={hours !== null} onChange={toggle} />
      {hours !== null && (
        <>
          <Chosen
            label={t('hours.zone')}
            hint={t('hours.zoneNow', zoneNow(hours.timeZone, nowMs, i18n.language))}
            value={hours.timeZone}
            options={timeZones(hours.timeZone).map((one) => [one, one.replaceAll('_', ' ')] as const)}
            onChange={(timeZone) => change({ ...hours, timeZone })}
          />
          <ul className="rounded-lg border border-line bg-surface">
            {weekdays.map((day) => (
              <DayHours
                key={day}
                day={day}
                spans={hours.week[day]}
                wrong={isChecked || wrong[day] === 'overlap' ? wrong[day] : undefined}
                onChange={(spans) => change({ ...hours, week: { ...hours.week, [day]: spans } })}
                onCopy={(days) =>
                  change({ ...hours, week: { ...hours.week, ...Object.fromEntries(days.map((other) => [other, hours.week[day]])) } })
                }
              />
            ))}
          </ul>
          <ClosedDates all={hours.closedDates} onChange={(closedDates) => change({ ...hours, closedDates })} />
        </>
      )}
      {trouble && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      <SaveRow isSame={isSame} isBusy={save.isPending} saved={save.isSuccess ? t('hours.saved') : undefined} />
    </form>
  )
}
