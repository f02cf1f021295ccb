import { type ComponentProps, type ReactNode, useId } from 'react'

import { classes } from './classes'

interface Props extends ComponentProps<'input'> {
  label: string
  hint?: string | undefined
  /** What is wrong with it. */
  error?: string | undefined
  leading?: ReactNode
  trailing?: ReactNode
  isLabelHidden?: boolean
  isLarge?: boolean
}

export function Field({ label, hint, error, leading, trailing, isLabelHidden, isLarge, className, ...input }: Props) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1.5 block text-sm font-medium'}>
        {label}
      </label>
      <div
        className={classes(
          'field flex items-center gap-2 rounded-md border bg-surface px-3 text-soft transition-shadow has-disabled:bg-sunken',
          isLarge ? 'h-12 text-lg' : 'h-9 pointer-coarse:h-11',
          error === undefined ? 'border-line-strong' : 'border-bad',
        )}
      >
        {leading}
        <input
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className="w-full min-w-0 bg-transparent text-ink tabular-nums"
          {...input}
        />
        {trailing}
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
