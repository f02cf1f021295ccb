import { classes } from '../../ui/classes'
import { type Tone, toneDot, toneText, toneTint } from '../../ui/tone'

/** Dot and words. */
export function Pill({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span
      className={classes(
        'inline-flex max-w-full items-center gap-1.5 rounded-full py-0.5 pr-2.5 pl-2 text-sm font-medium tabular-nums',
        toneTint[tone],
        toneText[tone],
      )}
    >
      <span aria-hidden className={classes('size-2 shrink-0 rounded-full', toneDot[tone])} />
      <span className="truncate">{text}</span>
    </span>
  )
}
