import { Clock } from 'lucide-react'
import { useState } from 'react'

import { type TroubleCode, troubleOf } from '../../../api/problem'
import type { Message } from '../../../api/types'
import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { ConfirmDialog } from '../../../ui/ConfirmDialog'
import { usePeople } from '../people'
import { useLater } from './later'

/** When a message of ours leaves that was written for later, and what can be done until then. */
export function WaitsForHour({ message }: { message: Message }) {
  const { t } = useTranslation()
  const later = useLater()
  const people = usePeople()
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<TroubleCode>()
  const one = later?.waiting.find(({ id }) => id === message.id)
  if (!later || !one) return null
  const { content, context } = message
  const act = async (deed: () => Promise<void>) => {
    setBusy(true)
    setTrouble(undefined)
    try {
      await deed()
    } catch (error) {
      setTrouble(troubleOf(error).code)
    } finally {
      setBusy(false)
    }
  }
  const rewrite = async (words: string) => {
    await later.cancel(message)
    // Whom it mentions is written by name.
    later.rewrite(
      words.replace(/@(\d+)/g, (written, digits: string) => `@${people.mentioned(digits, context.mentions) ?? written.slice(1)}`),
    )
  }
  return (
    <div role="group" aria-label={t('later.group')} className="mt-1 flex flex-wrap items-center justify-end gap-1 text-sm text-soft">
      <LeavesAt atMs={one.nextAtMs} />
      <Button size="small" kind="quiet" isBusy={isBusy} onClick={() => void act(() => later.sendNow(message))}>
        {t('later.now')}
      </Button>
      {content.kind === 'text' && !context.quote && (
        <Button size="small" kind="quiet" isBusy={isBusy} onClick={() => void act(() => rewrite(content.text))}>
          {t('later.change')}
        </Button>
      )}
      <Button
        size="small"
        kind="quiet"
        onClick={() => {
          setTrouble(undefined)
          setAsked(true)
        }}
      >
        {t('later.cancel')}
      </Button>
      {trouble !== undefined && !isAsked && (
        <p role="alert" className="w-full text-right text-bad">
          {t(`problem.${trouble}`)}
        </p>
      )}
      {isAsked && (
        <ConfirmDialog
          title={t('later.cancelTitle')}
          text={t('later.cancelText')}
          verb={t('later.cancel')}
          isBusy={isBusy}
          trouble={trouble === undefined ? undefined : t(`problem.${trouble}`)}
          onConfirm={() => void act(() => later.cancel(message))}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  )
}

/** When something leaves. */
export function LeavesAt({ atMs, className }: { atMs: number; className?: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  return (
    <span className={classes('flex items-center gap-1.5 text-right text-sm tabular-nums', className)}>
      <Clock size={14} aria-hidden />
      {t('later.leaves', { time: moment(atMs, now, i18n.language) })}
    </span>
  )
}
