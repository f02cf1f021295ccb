import { classes } from './classes'
import { type Tone, toneDot, toneText, toneTint } from './tone'

interface Props {
  tone: Tone
  text: string
  /** It is about to become another. */
  isMoving?: boolean
}

/** Dot and words. */
export function Pill({ tone, text, isMoving = false }: Props) {
  return (
    <span
      className={classes(
        'inline-flex max-w-full items-center gap-1.5 rounded-full py-0.5 pr-2.5 pl-2 text-sm font-medium tabular-nums',
        toneTint[tone],
        toneText[tone],
      )}
    >
      <span aria-hidden className={classes('size-2 shrink-0 rounded-full', toneDot[tone], isMoving && 'animate-pulse-soft')} />
      <span className="truncate">{text}</span>
    </span>
  )
}
