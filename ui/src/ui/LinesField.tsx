import { useId } from 'react'

import { classes } from './classes'

interface Props {
  label: string
  hint?: string | undefined
  /** What is wrong with it. */
  error?: string | undefined
  placeholder?: string
  value: string
  onChange: (value: string) => void
  disabled?: boolean
}

/** Several short texts, one in each line. */
export function LinesField({ label, hint, error, value, onChange, ...area }: Props) {
  const id = useId()
  const note = error ?? hint
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div
        className={classes(
          'field flex rounded-md border bg-surface has-disabled:bg-sunken',
          error === undefined ? 'border-line-strong' : 'border-bad',
        )}
      >
        <textarea
          id={id}
          rows={Math.min(8, Math.max(2, value.split('\n').length))}
          spellCheck={false}
          autoCapitalize="off"
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className="w-full min-w-0 resize-y rounded-md bg-transparent px-3 py-2 font-mono text-sm text-ink"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...area}
        />
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          role={error === undefined ? undefined : 'alert'}
          className={classes('mt-1.5 text-sm', error === undefined ? 'text-soft' : 'text-bad')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
