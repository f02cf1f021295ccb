import { classes } from './classes'

interface Props<T extends string> {
  label: string
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
  className?: string
}

/** One of a few: radio buttons in a row. */
export function Choice<T extends string>({ label, options, value, onChange, className }: Props<T>) {
  return (
    <fieldset className={classes('inline-flex max-w-full flex-wrap rounded-md bg-sunken p-0.5', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classes(
            'grow cursor-pointer rounded-[6px] px-3 py-1 text-center text-sm whitespace-nowrap transition-colors pointer-coarse:py-2.5',
            'has-focus-visible:outline-2 has-focus-visible:outline-accent',
            option.value === value ? 'bg-chosen font-medium text-ink shadow-[0_0_0_1px_var(--color-line)]' : 'text-soft hover:text-ink',
          )}
        >
          <input type="radio" className="sr-only" checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
