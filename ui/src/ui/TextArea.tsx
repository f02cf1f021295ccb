import type { ComponentProps } from 'react'

import { classes } from './classes'
import { Labelled } from './Labelled'

interface Props extends Omit<ComponentProps<'textarea'>, 'id' | 'className'> {
  label: string
  hint?: string | undefined
  /** What is wrong with it. */
  error?: string | undefined
}

/** A text of several lines. */
export function TextArea({ label, hint, error, rows = 3, ...area }: Props) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(joined) => (
        <div className={classes('field flex rounded-md border bg-surface', error === undefined ? 'border-line-strong' : 'border-bad')}>
          <textarea {...joined} dir="auto" rows={rows} className="w-full min-w-0 resize-y bg-transparent px-3 py-2 text-ink" {...area} />
        </div>
      )}
    </Labelled>
  )
}
