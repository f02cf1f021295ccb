import type { ComponentProps, ReactNode } from 'react'

import { classes } from './classes'
import { Labelled } from './Labelled'

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
  return (
    <Labelled label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} className={className}>
      {(joined) => (
        <div
          className={classes(
            'field flex items-center gap-2 rounded-md border bg-surface px-3 text-soft transition-shadow has-disabled:bg-sunken',
            isLarge ? 'h-12 text-lg' : 'h-9 pointer-coarse:h-11',
            error === undefined ? 'border-line-strong' : 'border-bad',
          )}
        >
          {leading}
          <input {...joined} className="w-full min-w-0 bg-transparent text-ink tabular-nums" {...input} />
          {trailing}
        </div>
      )}
    </Labelled>
  )
}
