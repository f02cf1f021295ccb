/** The mark: a doorway whose opening is a speech bubble. The same path as `icons/source.svg`. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden className={className}>
      <path
        fillRule="evenodd"
        d="M1.5 11.5a10.5 10.5 0 0 1 21 0V21a1.5 1.5 0 0 1-1.5 1.5H3A1.5 1.5 0 0 1 1.5 21zM6 11.5v8.7a.75.75 0 0 0 1.23.57L11 17.5h2.5A4.5 4.5 0 0 0 18 13v-1.5a6 6 0 0 0-12 0z"
      />
    </svg>
  )
}
