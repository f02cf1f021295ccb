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
      className={classes('flex items-start gap-x-2.5 gap-y-1.5 rounded-md px-3 py-2.5 max-sm:flex-wrap', toneTint[tone], className)}
    >
      <Icon size={18} className={classes('mt-px shrink-0', toneText[tone])} aria-hidden />
      <div className="min-w-0 grow max-sm:basis-[calc(100%-2rem)]">
        <p className={classes('font-medium', toneText[tone])}>{title}</p>
        {text !== undefined && <p className="text-sm text-ink">{text}</p>}
      </div>
      {action !== undefined && <div className="shrink-0 max-sm:pl-7">{action}</div>}
    </div>
  )
}
