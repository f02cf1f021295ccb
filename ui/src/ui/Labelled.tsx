import { type ReactNode, useId } from 'react'

import { classes } from './classes'

interface Props {
  label: string
  hint?: string | undefined
  /** What is wrong with it. */
  error?: string | undefined
  isLabelHidden?: boolean | undefined
  className?: string | undefined
  /** What is filled in; it takes what joins it to the label and to what is said below. */
  children: (joined: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }) => ReactNode
}

/** A label above, and a hint or what is wrong below. */
export function Labelled({ label, hint, error, isLabelHidden, className, children }: Props) {
  const id = useId()
  const note = error ?? hint
  const noteId = `${id}-note`
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1.5 block text-sm font-medium'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': note === undefined ? undefined : noteId })}
      {note !== undefined && (
        <p
          id={noteId}
          role={error === undefined ? undefined : 'alert'}
          className={classes('mt-1.5 text-sm', error === undefined ? 'text-soft' : 'text-bad')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
