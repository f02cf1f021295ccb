import type { SessionState } from '../../api/types'
import { historyText } from '../../lib/history'
import { moment } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { adviceText, type Asked, causeText, nextText, type Reader } from './session-words'

interface Props {
  session: SessionState
  reader: Reader
  /** What was asked of it a moment ago; nothing else comes next. */
  asked?: Asked | undefined
}

/** Since when, why, what happens next, what the person can do. */
export function SessionFacts({ session, reader, asked }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const advice = adviceText(session, reader, t)
  const facts: [string, string][] = [
    [t('session.sinceTitle'), moment(session.sinceMs, now, i18n.language)],
    [t('session.causeTitle'), causeText(session, t)],
    [t('session.nextTitle'), asked === undefined ? nextText(session, now, t, i18n.language) : t(`asked.${asked}`)],
  ]
  const history = historyText(session.history, t, i18n.language)
  if (history !== undefined) facts.push([t('session.historyTitle'), history])
  if (advice !== undefined) facts.push([t('session.doTitle'), advice])
  return (
    <dl className="space-y-2 text-sm tabular-nums">
      {facts.map(([title, text]) => (
        <div key={title}>
          <dt className="text-xs text-soft">{title}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
