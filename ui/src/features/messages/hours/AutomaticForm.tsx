import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'

import { automaticMessages, businessHours, hoursActions, hoursKeys } from '../../../api/hours'
import { troubleOf } from '../../../api/problem'
import { variables } from '../../../api/quick-replies'
import type { AutomaticMessages, BusinessHoursNow } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Check } from '../../../ui/Check'
import { focusFirstWrong } from '../../../ui/focus-wrong'
import { InsertArea } from '../../../ui/InsertArea'
import { Notice } from '../../../ui/Notice'
import { SaveRow } from '../../../ui/SaveRow'
import { Section } from '../../../ui/Section'
import { Skeleton } from '../../../ui/Skeleton'
import { AutomaticPreview } from './AutomaticPreview'
import { Chosen } from './Chosen'
import { useOpenNow } from './open-now'
import { ownTimeZone } from './week'

const longestText = 4_096
const againHours = [1, 4, 12, 24, 48, 168]

interface Props {
  tenantId: string
  /** The way to the business hours. */
  toHours: ReactNode
}

/** What is sent without anybody: while nobody is there, and to who writes for the first time. */
export function AutomaticForm({ tenantId, toHours }: Props) {
  const { t } = useTranslation()
  const query = useQuery(automaticMessages(tenantId))
  const hours = useQuery(businessHours(tenantId))
  const failed = query.error ?? hours.error
  if (!query.data || !hours.data) {
    return failed ? <Notice tone="bad" title={t(`problem.${troubleOf(failed).code}`)} /> : <Skeleton className="h-96" />
  }
  return <Form tenantId={tenantId} known={query.data} hours={hours.data} toHours={toHours} />
}

type What = 'away' | 'greeting'

function Form({ tenantId, known, hours, toHours }: Props & { known: AutomaticMessages; hours: BusinessHoursNow }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  /** What was changed, until it is saved. */
  const [draft, setDraft] = useState<Partial<Pick<AutomaticMessages, What>>>({})
  const [isChecked, setChecked] = useState(false)
  const { away, greeting } = { ...known, ...draft }
  const wrong = ({ isOn, text }: { isOn: boolean; text: string }) => (isOn ? wrongText(text) : undefined)
  const wrongs = { away: wrong(away), greeting: wrong(greeting) }
  const save = useMutation({
    mutationFn: (sent: typeof draft) =>
      hoursActions.setAutomatic(tenantId, {
        language: i18n.language as AutomaticMessages['language'],
        timeZone: hours.hours?.timeZone ?? ownTimeZone(),
        away: sendable(sent.away ?? known.away, known.away),
        greeting: sendable(sent.greeting ?? known.greeting, known.greeting),
      }),
    onSuccess: (saved, sent) => {
      client.setQueryData<AutomaticMessages>(hoursKeys.automatic(tenantId), saved)
      // What was typed meanwhile stays.
      setDraft((now) => (now === sent ? {} : now))
      setChecked(false)
    },
  })
  const trouble = save.isError ? troubleOf(save.error) : undefined
  /** A text is refused, and shown to be so where it stands. */
  const isRefused = (what: What) => ({ away, greeting })[what].isOn && trouble?.field(`${what}.text`) !== undefined
  const change = <W extends What>(what: W, next: Partial<AutomaticMessages[W]>) => {
    if (!save.isPending) save.reset()
    setDraft((before) => ({ ...before, [what]: { ...known[what], ...before[what], ...next } }))
  }
  const isSame = JSON.stringify([away, greeting]) === JSON.stringify([known.away, known.greeting])
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setChecked(true)
    if (wrongs.away !== undefined || wrongs.greeting !== undefined) return focusFirstWrong(event.currentTarget)
    if (isSame || save.isPending) return
    save.mutate(draft)
  }
  const text = (what: What) => {
    const { text: words } = what === 'away' ? away : greeting
    const isWrong = wrongs[what] !== undefined && (isChecked || wrongs[what] === 'tooLong')
    return (
      <>
        <InsertArea
          label={t('automatic.text')}
          error={
            isWrong || isRefused(what)
              ? t(wrongs[what] === 'missing' ? 'field.missing' : 'common.tooLong', { count: longestText })
              : undefined
          }
          rows={4}
          value={words}
          onChange={(next) => change(what, { text: next })}
          inserts={variables.map((variable) => [`{${variable}}`, t(`quickReplies.variable.${variable}`)])}
        />
        {words.trim() !== '' && <AutomaticPreview text={words} />}
      </>
    )
  }
  const recipients = (what: What) => (
    <Chosen
      label={t('automatic.to')}
      value={(what === 'away' ? away : greeting).to}
      options={[
        ['everyone', t('automatic.recipients.everyone')],
        ['not_contacts', t('automatic.recipients.not_contacts')],
      ]}
      onChange={(to) => change(what, { to })}
    />
  )
  return (
    <form onSubmit={submit} noValidate className="space-y-6">
      <Section title={t('automatic.away')} text={t('automatic.awayText')}>
        <div className="space-y-4">
          <Check
            label={t('automatic.awayOn')}
            text={t('automatic.awayOnText')}
            isOn={away.isOn}
            onChange={(isOn) => change('away', { isOn })}
          />
          {away.isOn && (
            <>
              <Chosen
                label={t('automatic.when')}
                value={away.when}
                options={[
                  ['outside_hours', t('automatic.whenever.outside_hours')],
                  ['always', t('automatic.whenever.always')],
                ]}
                onChange={(when) => change('away', { when })}
              />
              <Says when={away.when} hours={hours} toHours={toHours} />
              {recipients('away')}
              <Chosen
                label={t('automatic.again')}
                value={String(away.againAfterHours)}
                options={[...new Set([...againHours, away.againAfterHours])]
                  .sort((one, other) => one - other)
                  .map((count) => [String(count), hoursWords(count, i18n.language)] as const)}
                onChange={(count) => change('away', { againAfterHours: Number(count) })}
              />
              {text('away')}
            </>
          )}
        </div>
      </Section>
      <Section title={t('automatic.greeting')} text={t('automatic.greetingText')}>
        <div className="space-y-4">
          <Check
            label={t('automatic.greetingOn')}
            text={t('automatic.greetingOnText')}
            isOn={greeting.isOn}
            onChange={(isOn) => change('greeting', { isOn })}
          />
          {greeting.isOn && (
            <>
              {recipients('greeting')}
              {text('greeting')}
            </>
          )}
        </div>
      </Section>
      <p className="text-sm text-soft">{t('automatic.phoneToo')}</p>
      {trouble && !isRefused('away') && !isRefused('greeting') && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      <SaveRow isSame={isSame} isBusy={save.isPending} saved={save.isSuccess ? t('automatic.saved') : undefined} />
    </form>
  )
}

/** Why a text cannot be sent. */
function wrongText(text: string): 'tooLong' | 'missing' | undefined {
  return [...text].length > longestText ? 'tooLong' : text.trim() === '' ? 'missing' : undefined
}

/** What is switched off is saved whatever stands in its field, which nobody sees: a text that cannot be sent is as it was. */
function sendable<M extends { isOn: boolean; text: string }>(message: M, before: M): M {
  return message.isOn || wrongText(message.text) === undefined ? message : { ...message, text: before.text }
}

/** `12 horas`, `2 dias`. */
function hoursWords(count: number, language: string): string {
  const [value, unit] = count > 24 && count % 24 === 0 ? [count / 24, 'day'] : [count, 'hour']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

/** Whether who writes now is told, and when that changes. */
function Says({ when, hours, toHours }: { when: AutomaticMessages['away']['when']; hours: BusinessHoursNow; toHours: ReactNode }) {
  const { t } = useTranslation()
  const state = useOpenNow(hours)
  if (when === 'always') return <p className="text-sm text-soft">{t('automatic.now.always')}</p>
  if (!state) {
    return <Notice tone="warn" title={t('automatic.noHours')} text={t('automatic.noHoursText')} action={toHours} />
  }
  return (
    <p role="status" className="text-sm text-soft tabular-nums">
      {t(`automatic.now.${state.key}`, { time: state.time })}
    </p>
  )
}
