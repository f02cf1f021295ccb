import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys, update as updateQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { Update } from '../../api/types'
import { moment } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Check } from '../../ui/Check'
import { Notice } from '../../ui/Notice'
import { Options } from '../../ui/Options'
import { Section } from '../../ui/Section'
import { Skeleton } from '../../ui/Skeleton'
import { Offer } from './Offer'
import { Progress } from './Progress'

const channels = ['stable', 'beta'] as const

/** Whether there is a newer version, what hinders it, and what is done about it. */
export function UpdateCard() {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const client = useQueryClient()
  const { data: update } = useQuery(updateQuery)
  const onSuccess = (shown: Update) => client.setQueryData(adminKeys.update, shown)
  const check = useMutation({ mutationFn: adminActions.checkUpdate, onSuccess })
  const choose = useMutation({ mutationFn: adminActions.setUpdate, onSuccess })
  if (update === undefined)
    return (
      <Section title={t('update.title')}>
        <Skeleton className="h-5 w-40" />
      </Section>
    )
  const { trouble, tried, step, offer } = update
  // What is being saved shows at once; what was refused goes back.
  const choice = choose.isPending ? choose.variables : update.choice
  const failed = check.error ?? choose.error
  return (
    <Section title={t('update.title')}>
      <div className="space-y-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="grow">
            <p className="font-medium">{t('update.running', { version: update.version })}</p>
            {typeof update.checkedAtMs === 'number' && (
              <p className="text-sm text-soft">{t('update.checkedAt', { time: moment(update.checkedAtMs, now, i18n.language) })}</p>
            )}
          </div>
          {update.canCheck && (
            <Button onClick={() => check.mutate()} isBusy={check.isPending || update.isChecking}>
              {t('update.check')}
            </Button>
          )}
        </div>
        {!update.canCheck && <Notice tone="rest" title={t('update.noFeed')} text={t('update.noFeedText')} />}
        {failed && <Notice tone="bad" title={t(`problem.${troubleOf(failed).code}`)} />}
        {tried?.outcome === 'put_back' && (
          <Notice tone="warn" title={t('update.putBack', { to: tried.to })} text={t('update.putBackText', { from: tried.from })} />
        )}
        {tried?.outcome === 'kept' && tried.to === update.version && (
          <p className="text-sm text-soft">{t('update.kept', { from: tried.from, time: moment(tried.atMs, now, i18n.language) })}</p>
        )}
        {trouble && step.kind === 'idle' && (
          <Notice
            tone={trouble.version ? 'bad' : 'warn'}
            title={t(`update.trouble.${trouble.why}`)}
            text={t(`update.troubleText.${trouble.why}`)}
          />
        )}
        {step.kind !== 'idle' && <Progress step={step} />}
        {offer?.kind === 'same' && <p>{t('update.same')}</p>}
        {offer?.kind === 'older' && (
          <Notice tone="rest" title={t('update.older', { version: offer.version })} text={t('update.olderText')} />
        )}
        {offer?.kind === 'newer' && step.kind === 'idle' && <Offer update={update} offer={offer} onShown={onSuccess} />}
        {update.canCheck && (
          <>
            <Options
              label={t('update.channel')}
              value={choice.channel}
              onChange={(channel) => choose.mutate({ ...choice, channel })}
              options={channels.map((value) => ({ value, label: t(`update.channels.${value}`), text: t(`update.channelTexts.${value}`) }))}
            />
            <Check
              label={t('update.daily')}
              text={t('update.dailyText')}
              isOn={choice.checksDaily}
              onChange={(checksDaily) => choose.mutate({ ...choice, checksDaily })}
            />
          </>
        )}
      </div>
    </Section>
  )
}
