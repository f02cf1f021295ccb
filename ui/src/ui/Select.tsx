import { classes } from './classes'

interface Props {
  /** For whoever does not see the box. */
  label: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
  onChange: (value: string) => void
  className?: string
}

/** One of a few, by the browser's own list. */
export function Select({ label, value, options, onChange, className }: Props) {
  return (
    <label
      className={classes('field flex h-9 items-center rounded-md border border-line-strong bg-surface pointer-coarse:h-11', className)}
    >
      <span className="sr-only">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-full w-full min-w-0 rounded-md bg-surface px-2.5 text-ink"
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
