import { useRef } from 'react'

import { useTranslation } from '../lib/translation'
import { Button } from './Button'
import { TextArea } from './TextArea'

interface Props {
  label: string
  error: string | undefined
  rows?: number
  value: string
  onChange: (value: string) => void
  /** What can be put in by a press, with what it is called. */
  inserts: readonly (readonly [text: string, label: string])[]
}

/** A text of several lines, into which ready words are put where the cursor stands. */
export function InsertArea({ label, error, rows = 5, value, onChange, inserts }: Props) {
  const { t } = useTranslation()
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = (word: string) => {
    const [from, to] = [area.current?.selectionStart ?? value.length, area.current?.selectionEnd ?? value.length]
    onChange(value.slice(0, from) + word + value.slice(to))
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(from + word.length, from + word.length)
    })
  }
  return (
    <div>
      <TextArea ref={area} label={label} error={error} rows={rows} value={value} onChange={(event) => onChange(event.target.value)} />
      <div role="group" aria-label={t('quickReplies.insert')} className="mt-2 flex flex-wrap items-center gap-1.5">
        <span aria-hidden className="mr-1 text-sm text-soft">
          {t('quickReplies.insert')}
        </span>
        {inserts.map(([text, name]) => (
          <Button key={text} size="small" title={text} onClick={() => insert(text)}>
            {name}
          </Button>
        ))}
      </div>
    </div>
  )
}
