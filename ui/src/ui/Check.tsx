import { useId } from 'react'

interface Props {
  label: string
  /** What follows from it. */
  text: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** Something that is so or is not. */
export function Check({ label, text, isOn, onChange }: Props) {
  const id = useId()
  return (
    <label className="flex cursor-pointer items-start gap-3">
      <input
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-accent"
        aria-describedby={id}
        checked={isOn}
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
