import { Copy, Plus, X } from 'lucide-react'
import { useId, useRef } from 'react'

import type { OpenSpan } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { Menu } from '../../../ui/Menu'
import { dayName, endsNextDay, mostSpans, nextSpan, type Weekday, weekdays } from './week'

interface Props {
  day: Weekday
  spans: OpenSpan[]
  wrong: 'missing' | 'overlap' | undefined
  onChange: (spans: OpenSpan[]) => void
  /** Other days are to have the same hours. */
  onCopy: (days: readonly Weekday[]) => void
}

/** As wide as the longest writing of a time, `12:00 PM`: the browser writes it as it is set itself. A press opens its own picker. */
const timeField = 'w-32 min-w-0 max-sm:grow [&_input]:[&::-webkit-calendar-picker-indicator]:hidden'

/** The hours of one weekday. */
export function DayHours({ day, spans, wrong, onChange, onCopy }: Props) {
  const { t, i18n } = useTranslation()
  const wrongId = useId()
  const part = useRef<HTMLFieldSetElement>(null)
  const marked = (time: string) => ({
    'aria-invalid': wrong === 'overlap' || (wrong === 'missing' && time === ''),
    'aria-describedby': wrong === undefined ? undefined : wrongId,
  })
  const name = dayName(day, i18n.language)
  const next = dayName(weekdays[(weekdays.indexOf(day) + 1) % 7] ?? 'monday', i18n.language)
  const put = (at: number, change: Partial<OpenSpan>) =>
    onChange(spans.map((span, index) => (index === at ? { ...span, ...change } : span)))
  const remove = (at: number) => {
    onChange(spans.filter((_, index) => index !== at))
    // The button of the last one is gone; that of any other is the next one's now.
    if (at === spans.length - 1) {
      requestAnimationFrame(() => {
        const last = part.current?.querySelector<HTMLElement>('[data-span]:last-of-type button')
        const field = last ?? part.current?.querySelector('input')
        field?.focus()
      })
    }
  }
  return (
    <li className="border-line px-4 py-3 not-first:border-t">
      <fieldset ref={part}>
        <legend className="sr-only">{name}</legend>
        <div className="flex min-h-9 items-center gap-2">
          <label className="flex min-w-0 grow cursor-pointer items-center gap-3 py-1.5 font-medium">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={spans.length > 0}
              onChange={({ target }) => onChange(target.checked ? [{ from: '08:00', to: '18:00' }] : [])}
            />
            <span className="truncate first-letter:uppercase">{name}</span>
          </label>
          {spans.length === 0 && <span className="text-soft">{t('hours.dayClosed')}</span>}
          <Menu
            trigger={
              <IconButton label={t('hours.copyOf', { day: name })}>
                <Copy size={17} />
              </IconButton>
            }
            items={[
              { label: t('hours.copyWeekdays'), onSelect: () => onCopy(weekdays.slice(0, 5)) },
              { label: t('hours.copyAll'), onSelect: () => onCopy(weekdays) },
            ]}
          />
        </div>
        {spans.map((span, index) => (
          <div key={index} data-span className="mt-2 sm:pl-7">
            <div className="flex items-center gap-2">
              <Field
                className={timeField}
                isLabelHidden
                label={t('hours.from', { day: name })}
                type="time"
                value={span.from}
                {...marked(span.from)}
                onChange={({ target }) => put(index, { from: target.value })}
              />
              <span aria-hidden className="text-soft">
                –
              </span>
              <Field
                className={timeField}
                isLabelHidden
                label={t('hours.to', { day: name })}
                type="time"
                value={span.to}
                {...marked(span.to)}
                onChange={({ target }) => put(index, { to: target.value })}
              />
              <IconButton label={t('hours.removeSpan', { day: name })} onClick={() => remove(index)}>
                <X size={17} />
              </IconButton>
            </div>
            {endsNextDay(span) && <p className="mt-1 text-sm text-soft">{t('hours.endsNextDay', { day: next })}</p>}
          </div>
        ))}
        {wrong !== undefined && (
          <p id={wrongId} role="alert" className="mt-2 text-sm text-bad sm:pl-7">
            {t(`hours.wrong.${wrong}`)}
          </p>
        )}
        {spans.length > 0 && spans.length < mostSpans && (
          <Button
            size="small"
            kind="quiet"
            className="mt-1.5 -ml-2.5 sm:ml-4.5"
            icon={<Plus size={16} aria-hidden />}
            aria-label={t('hours.addSpanOf', { day: name })}
            onClick={() => onChange([...spans, nextSpan(spans)])}
          >
            {t('hours.addSpan')}
          </Button>
        )}
      </fieldset>
    </li>
  )
}
