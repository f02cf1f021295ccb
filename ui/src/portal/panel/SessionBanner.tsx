import { useMutation, useQueryClient } from '@tanstack/react-query'

import { troubleOf } from '../../api/problem'
import { tenantActions, tenantKeys } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { adviceText, causeText, nextText, statusText, tones } from '../../features/session/session-words'
import { historyText } from '../../lib/history'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { toneDot, toneText, toneTint } from '../../ui/tone'

/** Above the panel whenever WhatsApp is not simply connected, or its past still comes: what, why, what next, and the one button. */
export function SessionBanner({ portal }: { portal: Portal }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const now = useNow()
  const { session, tenantId } = portal
  const start = useMutation({
    mutationFn: () => tenantActions.start(tenantId),
    onSuccess: (next) => client.setQueryData<Portal>(tenantKeys.portal(tenantId), (known) => known && { ...known, session: next }),
  })
  const history = historyText(session.history, t, i18n.language)
  if (session.status === 'connected' && history === undefined) return null
  const isComing = session.status === 'connected'
  const tone = isComing ? 'busy' : tones[session.status]
  const verb = session.action === 'start' || session.action === 'take_over' ? session.action : undefined
  const rest = start.isError
    ? t(`problem.${troubleOf(start.error).code}`)
    : isComing
      ? t('session.historyComing')
      : [
          causeText(session, t),
          session.next === 'nothing' || session.next === 'retry' ? '' : nextText(session, now, t, i18n.language),
          adviceText(session, 'tenant', t) ?? '',
        ]
          .filter(Boolean)
          .join(' ')
  return (
    <div role="status" className={classes('flex items-center gap-3 px-4 py-2', toneTint[tone])}>
      <span aria-hidden className={classes('size-2 shrink-0 rounded-full', toneDot[tone], tone === 'busy' && 'animate-pulse-soft')} />
      <p className="min-w-0 grow text-base">
        <strong className={classes('font-semibold tabular-nums', toneText[tone])}>
          {isComing ? t('session.historyTitle') : statusText(session, now, t, i18n.language)}
        </strong>
        {history !== undefined && <span className="tabular-nums"> {history}</span>}
        <span className="text-ink"> · {rest}</span>
      </p>
      {verb !== undefined && (
        <Button size="small" isBusy={start.isPending} onClick={() => start.mutate()}>
          {t(start.isPending ? 'asked.start' : `action.${verb}`)}
        </Button>
      )}
    </div>
  )
}
