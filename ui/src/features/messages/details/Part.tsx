import type { ReactNode } from 'react'

/** One subject of the details. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-5">
      <h3 className="mb-1.5 text-sm font-medium text-soft">{title}</h3>
      {children}
    </section>
  )
}
