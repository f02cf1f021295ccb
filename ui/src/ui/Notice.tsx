import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'

import { classes } from './classes'
import { type Tone, toneText, toneTint } from './tone'

interface Props {
  tone: Tone
  title: string
  text?: string | undefined
  /** What the person can do. */
  action?: ReactNode
  className?: string
}

/** Says what happened, what follows, and what to do. */
export function Notice({ tone, title, text, action, className }: Props) {
  const Icon = tone === 'bad' || tone === 'warn' ? CircleAlert : Info
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classes('flex items-start gap-2.5 rounded-md px-3 py-2.5', toneTint[tone], className)}
    >
      <Icon size={18} className={classes('mt-px shrink-0', toneText[tone])} aria-hidden />
      <div className="min-w-0 grow">
        <p className={classes('font-medium', toneText[tone])}>{title}</p>
        {text !== undefined && <p className="text-sm text-ink">{text}</p>}
      </div>
      {action}
    </div>
  )
}
