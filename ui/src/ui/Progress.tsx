import { classes } from './classes'

interface Props {
  /** 0 to 1. */
  done: number
  /** What is under way. */
  label: string
  className?: string
}

const radius = 9
const length = 2 * Math.PI * radius

/** A ring that fills. */
export function Progress({ done, label, className }: Props) {
  const percent = Math.round(Math.min(1, Math.max(0, done)) * 100)
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classes('inline-block', className)}
    >
      <svg viewBox="0 0 24 24" aria-hidden className="size-full -rotate-90">
        <circle cx="12" cy="12" r={radius} fill="none" stroke="var(--color-line)" strokeWidth="3" />
        <circle
          cx="12"
          cy="12"
          r={radius}
          fill="none"
          stroke="var(--color-accent)"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - percent / 100)}
        />
      </svg>
    </span>
  )
}
