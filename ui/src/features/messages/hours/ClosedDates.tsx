import { X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'

import type { ClosedDate } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { dayWords } from './week'

/** How many may be listed, and how long their names may be. */
const most = 366
const longestName = 60

/** Days on which it is closed. */
export function ClosedDates({ all, onChange }: { all: ClosedDate[]; onChange: (all: ClosedDate[]) => void }) {
  const { t, i18n } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const field = useRef<HTMLDivElement>(null)
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const [isChecked, setChecked] = useState(false)
  const wrong = date === '' ? 'missing' : all.some((one) => one.date === date) ? 'taken' : all.length >= most ? 'tooMany' : undefined
  const isNameLong = [...name.trim()].length > longestName
  const add = () => {
    setChecked(true)
    if (wrong !== undefined || isNameLong) return
    onChange([...all, { date, name: name.trim() }].sort((one, other) => one.date.localeCompare(other.date)))
    setDate('')
    setName('')
    setChecked(false)
  }
  const remove = (at: number) => {
    onChange(all.filter((_, index) => index !== at))
    // The focus goes to the next day, the last one, or where a day is added.
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll('button') ?? []
      const next = buttons[Math.min(at, buttons.length - 1)] ?? field.current?.querySelector('input')
      next?.focus()
    })
  }
  // Here Enter adds the day, and does not save the form.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    add()
  }
  const dateError = isChecked && wrong !== undefined ? t(wrong === 'missing' ? 'field.missing' : `hours.date.${wrong}`) : undefined
  return (
    <fieldset>
      <legend className="font-medium">{t('hours.closedDates')}</legend>
      <p className="mt-0.5 mb-3 text-sm text-soft">{t('hours.closedDatesText')}</p>
      {all.length > 0 && (
        <ul ref={list} className="mb-4 max-h-80 overflow-y-auto rounded-lg border border-line bg-surface">
          {all.map((one, index) => {
            const words = dayWords(one.date, i18n.language)
            return (
              <li key={one.date} className="flex items-center gap-2 border-line py-1 pr-1.5 pl-4 not-first:border-t">
                <span className="min-w-0 grow">
                  <span className="tabular-nums">{words}</span>
                  {one.name !== '' && (
                    <span dir="auto" className="ml-2 break-words text-soft">
                      {one.name}
                    </span>
                  )}
                </span>
                <IconButton label={t('hours.removeDate', { date: words })} onClick={() => remove(index)}>
                  <X size={17} />
                </IconButton>
              </li>
            )
          })}
        </ul>
      )}
      <div ref={field} className="flex flex-wrap items-start gap-3" onKeyDown={onKeyDown}>
        <Field
          className="w-44 max-sm:grow"
          label={t('hours.dateField')}
          type="date"
          value={date}
          error={dateError}
          onChange={({ target }) => setDate(target.value)}
        />
        <Field
          className="min-w-40 grow"
          label={t('hours.dateName')}
          autoComplete="off"
          value={name}
          error={isNameLong ? t('common.tooLong', { count: longestName }) : undefined}
          onChange={({ target }) => setName(target.value)}
        />
        <Button className="mt-6.5" onClick={add}>
          {t('hours.addDate')}
        </Button>
      </div>
    </fieldset>
  )
}
