import type { ReactNode } from 'react'

interface Props {
  title: string
  /** What it is about, below the title. */
  text?: string
  id?: string
  children: ReactNode
}

/** One subject of a page. */
export function Section({ title, text, id, children }: Props) {
  return (
    <section
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      className="scroll-mt-4 rounded-lg border border-line bg-surface p-5 print:break-inside-avoid print:p-3"
    >
      <h2 className={text === undefined ? 'mb-3 text-lg font-semibold' : 'text-lg font-semibold'}>{title}</h2>
      {text !== undefined && <p className="mt-0.5 mb-4 text-soft">{text}</p>}
      {children}
    </section>
  )
}
