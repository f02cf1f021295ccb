import type { SessionState } from '../../api/types'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { classes } from '../../ui/classes'
import { Hover } from '../../ui/Hover'
import { Pill } from '../../ui/Pill'
import { type Asked, type Reader, statusText, toneOf } from './session-words'
import { SessionFacts } from './SessionFacts'

interface Props {
  session: SessionState
  reader: Reader
  /** What was asked of it a moment ago; shown until the answer is there. */
  asked?: Asked | undefined
  /** The one action, where the reader has a button for it. */
  action?: React.ReactNode
  className?: string
}

/** Dot and word; on hover or tap: since when, why, what happens next, what to do. The same everywhere. */
export function StatusPill({ session, reader, asked, action, className }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const tone = asked === undefined ? toneOf(session) : 'busy'
  const text = asked === undefined ? statusText(session, now, t, i18n.language) : t(`asked.${asked}`)
  const isMoving = tone === 'busy' || session.status === 'reconnecting'
  return (
    <Hover
      label={t('session.details', { status: text })}
      trigger={
        <button
          type="button"
          aria-label={t('session.details', { status: text })}
          data-status={session.status}
          className={classes('inline-flex max-w-full rounded-full', className)}
        >
          <Pill tone={tone} text={text} isMoving={isMoving} />
        </button>
      }
    >
      <SessionFacts session={session} reader={reader} asked={asked} />
      {action}
    </Hover>
  )
}
