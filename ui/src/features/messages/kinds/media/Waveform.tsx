const bars = 40
const height = 24

/** How loud a voice message is over time; what was heard stands out. */
export function Waveform({ loudness, heard = 0 }: { loudness: readonly number[]; heard?: number }) {
  const heights = Array.from({ length: bars }, (_, index) => {
    const loud = loudness[Math.floor((index * loudness.length) / bars)] ?? 0
    return Math.max(3, (Math.min(100, loud) / 100) * height)
  })
  return (
    <svg viewBox={`0 0 ${bars * 5 - 2} ${height}`} preserveAspectRatio="none" aria-hidden className="block h-6 w-full fill-current">
      {heights.map((tall, index) => (
        <rect
          key={index}
          x={index * 5}
          y={(height - tall) / 2}
          width={3}
          height={tall}
          rx={1.5}
          className={index < heard * bars ? 'text-accent' : 'text-bubble-soft opacity-55'}
        />
      ))}
    </svg>
  )
}
