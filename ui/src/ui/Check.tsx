import { useId } from 'react'

import { classes } from './classes'

interface Props {
  label: string
  /** What follows from it. */
  text: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  /** It is shown, and cannot be changed here. */
  isFixed?: boolean
}

/** Something that is so or is not. */
export function Check({ label, text, isOn, onChange, isFixed = false }: Props) {
  const id = useId()
  return (
    <label className={classes('flex items-start gap-3', isFixed ? 'cursor-not-allowed' : 'cursor-pointer')}>
      <input
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-accent"
        aria-describedby={id}
        checked={isOn}
        disabled={isFixed}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <span className="block font-medium">{label}</span>
        <span id={id} className="block text-sm text-soft">
          {text}
        </span>
      </span>
    </label>
  )
}
