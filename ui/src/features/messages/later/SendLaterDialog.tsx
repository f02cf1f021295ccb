import { type SubmitEvent, useState } from 'react'

import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Field } from '../../../ui/Field'
import { choicesAt, chosen, dayField } from './moments'

interface Props {
  /** When it is to leave, in UTC milliseconds. */
  onChoose: (atMs: number) => void
  onClose: () => void
}

/** When something is to leave: one of a few moments by one press, or any day and time. */
export function SendLaterDialog({ onChoose, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const [day, setDay] = useState('')
  const [time, setTime] = useState('09:00')
  const [isChecked, setChecked] = useState(false)
  const own = chosen(day, time, now)
  const wrong = isChecked && 'wrong' in own ? own.wrong : undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if ('atMs' in own) onChoose(own.atMs)
  }
  return (
    <Dialog title={t('later.title')} onClose={onClose}>
      <ul className="-mx-2">
        {choicesAt(now).map(({ choice, atMs }, index) => (
          <li key={choice}>
            <button
              type="button"
              data-first-focus={index === 0 ? true : undefined}
              onClick={() => onChoose(atMs)}
              className="flex h-11 w-full items-center justify-between gap-4 rounded-md px-2 text-left font-medium hover:bg-sunken"
            >
              {t(`later.choice.${choice}`)}
              <span className="shrink-0 font-normal text-soft tabular-nums">{moment(atMs, now, i18n.language)}</span>
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} noValidate className="mt-3 border-t border-line pt-4">
        <fieldset>
          <legend className="mb-3 font-medium">{t('later.own')}</legend>
          <div className="flex flex-wrap items-start gap-3">
            <Field
              className="min-w-36 grow"
              label={t('later.day')}
              type="date"
              min={dayField(now)}
              value={day}
              onChange={(event) => setDay(event.target.value)}
              error={wrong === undefined ? undefined : t(wrong === 'missing' ? 'field.missing' : `later.${wrong}`)}
            />
            <Field
              className="min-w-28 grow"
              label={t('later.time')}
              type="time"
              value={time}
              onChange={(event) => setTime(event.target.value)}
              error={wrong === 'missing' && time === '' ? t('field.missing') : undefined}
            />
          </div>
        </fieldset>
        <div className="flex justify-end gap-2 pt-4">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary">
            {t('later.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
