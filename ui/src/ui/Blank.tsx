import type { ReactNode } from 'react'

interface Props {
  icon: ReactNode
  title: string
  text?: string
  action?: ReactNode
}

/** What stands where something will be: says what, and offers the one next step. */
export function Blank({ icon, title, text, action }: Props) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-14 text-center">
      <div className="mb-4 flex size-12 items-center justify-center rounded-full bg-accent-tint text-accent">{icon}</div>
      <h2 className="text-lg font-semibold">{title}</h2>
      {text !== undefined && <p className="mt-1.5 text-soft">{text}</p>}
      {action !== undefined && <div className="mt-5">{action}</div>}
    </div>
  )
}
