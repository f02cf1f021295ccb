import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { troubleOf } from '../../../api/problem'
import { pushActions, pushKeys, pushState } from '../../../api/push'
import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Check } from '../../../ui/Check'
import { Notice } from '../../../ui/Notice'
import { permission } from './permission'
import { browserNow, pushStanding, pushWay } from './push-ways'
import { beginPush, endPush, ownEndpoint, PushRefused } from './pushing'

/** Whether this browser is told while the panel is closed, why it cannot be, and whether it works. */
export function PushSettings({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  // What somebody allows or forbids in the browser's own settings changes the way, too.
  useStore(permission)
  const way = pushWay(browserNow())
  if (way === 'possible') return <Switch tenantId={tenantId} />
  return (
    <div className="space-y-2">
      <Check label={t('push.label')} text={t('push.text')} isOn={false} isFixed onChange={() => undefined} />
      {/* How to unblock them stands above, for all of the browser's notices. */}
      {way !== 'blocked' && <Notice tone="rest" title={t(`push.way.${way}`)} text={t(`push.wayText.${way}`)} />}
    </div>
  )
}

function Switch({ tenantId }: { tenantId: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const client = useQueryClient()
  const state = useQuery(pushState(tenantId))
  const publicKey = state.data?.publicKey
  const own = useQuery({
    queryKey: [...pushKeys.state(tenantId), 'own', publicKey, state.dataUpdatedAt],
    queryFn: async () => (await ownEndpoint(publicKey ?? '')) ?? null,
    enabled: publicKey !== undefined,
  })
  const [tries, setTries] = useState(0)
  const look = () => client.invalidateQueries({ queryKey: pushKeys.state(tenantId) })
  const turn = useMutation({
    mutationFn: (isOn: boolean) => (isOn && publicKey !== undefined ? beginPush(tenantId, publicKey) : endPush(tenantId)),
    onSettled: look,
  })
  const test = useMutation({ mutationFn: () => pushActions.test(tenantId), onSettled: look })
  if (state.isError && !state.data) return <Notice tone="bad" title={t(`problem.${troubleOf(state.error).code}`)} />
  const device = state.data?.device ?? null
  const isKnown = state.data !== undefined && own.data !== undefined
  const standing = isKnown ? pushStanding(device, own.data ?? undefined) : 'off'
  const isOn = turn.isPending ? turn.variables : standing === 'on' || standing === 'failing'
  const turnOn = (wanted: boolean) => {
    test.reset()
    setTries(tries + 1)
    turn.mutate(wanted)
  }
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-60">
          <Check label={t('push.label')} text={t('push.text')} isOn={isOn} isFixed={!isKnown || turn.isPending} onChange={turnOn} />
        </div>
        {isOn && !turn.isPending && (
          <Button size="small" isBusy={test.isPending} onClick={() => test.mutate()}>
            {t('push.test')}
          </Button>
        )}
      </div>
      {turn.isPending && turn.variables && (
        <p role="status" className="text-sm text-soft">
          {t('push.turningOn')}
        </p>
      )}
      {turn.isError && <Unturned key={tries} error={turn.error} />}
      {standing === 'lost' && !turn.isPending && (
        <Notice
          tone="warn"
          title={t('push.lost')}
          text={t('push.lostText')}
          action={
            <Button size="small" onClick={() => turnOn(true)}>
              {t('push.again')}
            </Button>
          }
        />
      )}
      {standing === 'failing' && !turn.isPending && !test.data && (
        <Notice
          tone="warn"
          title={t('push.failing')}
          text={t('push.failingText', { when: moment(device?.failingSinceMs ?? now, now, i18n.language) })}
        />
      )}
      {test.isError && <Notice tone="bad" title={t(`problem.${troubleOf(test.error).code}`)} />}
      {test.data && (
        <Notice
          tone={test.data.outcome === 'taken' ? 'ok' : 'warn'}
          title={t(`push.tested.${test.data.outcome}`)}
          text={t(`push.testedText.${test.data.outcome}`, { status: test.data.status ?? '–' })}
        />
      )}
    </div>
  )
}

/** Why it could not be switched on or off, and what to do. */
function Unturned({ error }: { error: Error }) {
  const { t } = useTranslation()
  if (error instanceof PushRefused)
    return <Notice tone="warn" title={t(`push.refused.${error.why}`)} text={t(`push.refusedText.${error.why}`)} />
  return <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />
}
