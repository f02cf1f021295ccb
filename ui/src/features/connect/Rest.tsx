import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Link2Off, type LucideIcon, Pause, RotateCw, ShieldAlert, TriangleAlert } from 'lucide-react'
import type { TFunction } from 'i18next'

import { troubleOf } from '../../api/problem'
import { tenantActions, tenantKeys } from '../../api/tenant'
import type { Portal, SessionState } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'

interface Props {
  tenantId: string
  session: SessionState
  /** Why, what happens next and what to do, in words. */
  lines: string[]
  /** Somebody here said that the codes differ, and the pairing was ended. */
  didDiffer: boolean
}

/** A session that waits for somebody: what happened, and the one button that goes on. */
export function Rest({ tenantId, session, lines, didDiffer }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const go = useMutation({
    mutationFn: () => tenantActions.start(tenantId),
    onSuccess: (next) => {
      client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, session: next })
      void client.invalidateQueries({ queryKey: tenantKeys.qr(tenantId) })
    },
  })
  const { icon: Icon, title, text } = headOf(session, didDiffer, t)
  const verb = didDiffer ? 'new_code' : restVerb(session)
  return (
    <div role="status" className="flex w-full max-w-md animate-arrive flex-col items-center text-center">
      <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-rest-tint text-rest">
        <Icon size={28} aria-hidden />
      </span>
      <h2 className="text-xl font-semibold">{title}</h2>
      {(text === undefined ? lines : [text]).map((line) => (
        <p key={line} className="mt-2 text-lg text-soft">
          {line}
        </p>
      ))}
      {verb !== undefined && (
        <Button kind="primary" size="large" className="mt-6" isBusy={go.isPending} onClick={() => go.mutate()}>
          {t(`action.${verb}`)}
        </Button>
      )}
      {go.isError && <Notice tone="bad" className="mt-4 text-left" title={t(`problem.${troubleOf(go.error).code}`)} />}
    </div>
  )
}

/** What happened, in a few words; `text` where one sentence says it all. */
function headOf({ status, cause }: SessionState, didDiffer: boolean, t: TFunction): { icon: LucideIcon; title: string; text?: string } {
  if (didDiffer) return { icon: ShieldAlert, title: t('connect.differsTitle'), text: t('connect.differsText') }
  if (cause === 'qr_expired') return { icon: RotateCw, title: t('connect.expiredTitle'), text: t('connect.expiredText') }
  if (cause === 'passkey_expired') return { icon: RotateCw, title: t('connect.passkeyExpiredTitle') }
  if (cause === 'passkey_refused') return { icon: KeyRound, title: t('connect.passkeyRefusedTitle') }
  if (status === 'paused') return { icon: Pause, title: t('connect.pausedTitle') }
  if (status === 'logged_out') return { icon: Link2Off, title: t('connect.unlinkedTitle') }
  if (status === 'stopped') return { icon: Pause, title: t('connect.restTitle') }
  return { icon: TriangleAlert, title: t('connect.problemTitle') }
}

/** The verb of the one button; none where only somebody else can go on. */
function restVerb({ action }: SessionState): 'new_code' | 'start' | 'take_over' | undefined {
  switch (action) {
    case 'scan':
    case 'new_code':
      return 'new_code'
    case 'start':
    case 'take_over':
      return action
    case 'see_phone':
      return 'new_code'
    case 'none':
    case 'passkey':
    case 'compare':
    case 'confirm_number':
    case 'ask_provider':
    case 'update':
    case 'check_network':
      return undefined
  }
}
