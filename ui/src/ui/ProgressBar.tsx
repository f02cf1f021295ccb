interface Props {
  /** What goes on. */
  label: string
  max: number
  /** How far it is; left out: nobody knows of how much. */
  value: number | undefined
}

/** How far something has come, drawn the same in every browser. */
export function ProgressBar({ label, max, value }: Props) {
  return (
    <progress
      aria-label={label}
      max={max}
      value={value}
      className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken indeterminate:animate-pulse-soft indeterminate:bg-busy-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent"
    />
  )
}
