import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'

import { useTranslation } from '../../lib/translation'
import { Button, IconButton } from '../../ui/Button'
import { Field } from '../../ui/Field'

/** As many as the server takes. */
export const mostHeaders = 10

/** One as it is typed; `key` stays while others come and go. */
export interface HeaderRow {
  key: number
  name: string
  value: string
}

interface Props {
  rows: readonly HeaderRow[]
  onRows: (rows: readonly HeaderRow[]) => void
  /** What is wrong with one, by its place. */
  errorOf: (index: number) => { name?: string | undefined; value?: string | undefined }
}

let made = 0
export const emptyRow = (): HeaderRow => ({ key: ++made, name: '', value: '' })

const parts = [
  ['name', 'headerName', 'Authorization'],
  ['value', 'headerValue', 'Bearer …'],
] as const

/** Headers that are sent along: a name and a value each. */
export function HeadersField({ rows, onRows, errorOf }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  const count = useRef(rows.length)
  useEffect(() => {
    // A new one is written at once; where one has gone, the focus does not go with it.
    if (rows.length > count.current) list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus()
    else if (rows.length < count.current) add.current?.focus()
    count.current = rows.length
  }, [rows.length])
  const change = (key: number, part: Partial<HeaderRow>) => onRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <div role="group" aria-label={t('webhookForm.headers')}>
      <p className="mb-1.5 text-sm font-medium">{t('webhookForm.headers')}</p>
      {rows.length > 0 && (
        <ul ref={list} className="mb-2 space-y-3">
          {rows.map((row, index) => (
            <li key={row.key} className="flex items-start gap-2">
              <div className="grid min-w-0 grow gap-2 sm:grid-cols-2">
                {parts.map(([part, label, placeholder]) => (
                  <Field
                    key={part}
                    label={t(`webhookForm.${label}`, { place: index + 1 })}
                    isLabelHidden
                    placeholder={placeholder}
                    autoComplete="off"
                    autoCapitalize="off"
                    spellCheck={false}
                    value={row[part]}
                    error={errorOf(index)[part]}
                    onChange={(event) => change(row.key, { [part]: event.target.value })}
                  />
                ))}
              </div>
              <IconButton
                label={t('webhookForm.headerRemove', { place: index + 1 })}
                onClick={() => onRows(rows.filter(({ key }) => key !== row.key))}
              >
                <Trash2 size={17} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Button
          ref={add}
          size="small"
          icon={<Plus size={15} aria-hidden />}
          offBecause={rows.length >= mostHeaders ? t('webhookForm.headersFull') : undefined}
          onClick={() => onRows([...rows, emptyRow()])}
        >
          {t('webhookForm.headerAdd')}
        </Button>
        <p className="text-sm text-soft">{t('webhookForm.headersHint')}</p>
      </div>
    </div>
  )
}
