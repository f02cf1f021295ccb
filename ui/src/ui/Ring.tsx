interface Props {
  /** How much is left, 0 to 1. */
  left: number
  className?: string
}

const radius = 7
const length = 2 * Math.PI * radius

/** A thin ring that empties. */
export function Ring({ left, className }: Props) {
  return (
    <svg viewBox="0 0 18 18" aria-hidden className={className}>
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
        strokeDashoffset={length * (1 - Math.min(1, Math.max(0, left)))}
        transform="rotate(-90 9 9)"
        className="transition-[stroke-dashoffset] duration-1000 ease-linear"
      />
    </svg>
  )
}
