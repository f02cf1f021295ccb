import { Select } from '../../../ui/Select'

interface Props<T extends string> {
  label: string
  /** Below it. */
  hint?: string
  value: T
  options: readonly (readonly [value: T, text: string])[]
  onChange: (value: T) => void
}

/** One of a few, below what it is about. */
export function Chosen<T extends string>({ label, hint, value, options, onChange }: Props<T>) {
  return (
    <div className="max-w-sm">
      <p aria-hidden className="mb-1.5 text-sm font-medium">
        {label}
      </p>
      <Select label={label} value={value} options={options} onChange={(next) => onChange(next as T)} />
      {hint !== undefined && <p className="mt-1.5 text-sm text-soft tabular-nums">{hint}</p>}
    </div>
  )
}
