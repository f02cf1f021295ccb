import { useId } from 'react'

import { classes } from './classes'

interface Props<T extends string> {
  label: string
  options: readonly { value: T; label: string; text?: string | undefined }[]
  value: T
  onChange: (value: T) => void
  /** It is shown, and cannot be changed here. */
  isFixed?: boolean
  isLabelHidden?: boolean
}

/** One of a few, each with what follows from it. */
export function Options<T extends string>({ label, options, value, onChange, isFixed = false, isLabelHidden = false }: Props<T>) {
  const id = useId()
  return (
    <fieldset disabled={isFixed}>
      <legend className={isLabelHidden ? 'sr-only' : 'mb-1.5 text-sm font-medium'}>{label}</legend>
      <div className="space-y-2.5">
        {options.map((option) => (
          <label key={option.value} className={classes('flex items-start gap-3', isFixed ? 'cursor-not-allowed' : 'cursor-pointer')}>
            <input
              type="radio"
              name={id}
              className="mt-0.5 size-4 shrink-0 accent-accent"
              aria-describedby={option.text === undefined ? undefined : `${id}-${option.value}`}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span className="min-w-0">
              <span className="block font-medium">{option.label}</span>
              {option.text !== undefined && (
                <span id={`${id}-${option.value}`} className="block text-sm text-soft">
                  {option.text}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
