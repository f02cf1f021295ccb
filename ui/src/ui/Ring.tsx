import { classes } from './classes'

interface Props {
  /** How much of it is drawn, 0 to 1. */
  part: number
  className?: string
}

const radius = 7
const length = 2 * Math.PI * radius
const bounded = (part: number) => Math.min(1, Math.max(0, part))

/** A thin ring: a part of it, from the top. What counts seconds down moves without a jerk. */
function Ring({ part, className }: Props) {
  return (
    <svg viewBox="0 0 18 18" aria-hidden className="size-full">
      <circle cx="9" cy="9" r={radius} fill="none" stroke="var(--color-line)" strokeWidth="2" />
      <circle
        cx="9"
        cy="9"
        r={radius}
        fill="none"
        stroke="var(--color-accent)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeDasharray={length}
        strokeDashoffset={length * (1 - bounded(part))}
        transform="rotate(-90 9 9)"
        className={className}
      />
    </svg>
  )
}

/** A ring that empties, second by second. */
export function CountdownRing({ left, className }: { left: number; className?: string }) {
  return (
    <span aria-hidden className={classes('inline-block', className)}>
      <Ring part={left} className="transition-[stroke-dashoffset] duration-1000 ease-linear" />
    </span>
  )
}

/** A ring that fills; `label` says what is under way. */
export function ProgressRing({ done, label, className }: { done: number; label: string; className?: string }) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(bounded(done) * 100)}
      className={classes('inline-block', className)}
    >
      <Ring part={done} />
    </span>
  )
}
