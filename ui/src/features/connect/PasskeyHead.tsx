import { KeyRound } from 'lucide-react'

import { playTime } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { useFocusWhereLost } from './focus-where-lost'

interface Props {
  title: string
  text: string
  /** Until when WhatsApp waits; null until it is known. */
  expiresAtMs: number | null
}

/** What WhatsApp asks for and why, and how long it waits. */
export function PasskeyHead({ title, text, expiresAtMs }: Props) {
  const { t } = useTranslation()
  const now = useNow()
  const leftMs = expiresAtMs === null ? null : expiresAtMs - now
  const heading = useFocusWhereLost<HTMLHeadingElement>()
  const isOver = leftMs !== null && leftMs <= 0
  return (
    <div>
      <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-busy-tint text-busy">
        <KeyRound size={28} aria-hidden />
      </span>
      <div role="status">
        <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
          {title}
        </h2>
        <p className="mt-2 text-lg text-soft">{text}</p>
        {isOver && <p className="mt-4 text-base">{t('passkey.over')}</p>}
      </div>
      <p className="mt-4 min-h-6 text-base text-soft tabular-nums">
        {leftMs !== null && leftMs > 0 && t('passkey.left', { time: playTime(Math.ceil(leftMs / 1000)) })}
      </p>
    </div>
  )
}
