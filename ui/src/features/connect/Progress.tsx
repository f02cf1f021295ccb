import { CheckCircle2, RefreshCw, Smartphone } from 'lucide-react'

import type { Account, SessionState } from '../../api/types'
import { historyText } from '../../lib/history'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Button } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'

/** After the scan: confirming, then chats arriving. */
export function Progress({ stage, session }: { stage: 'confirming' | 'syncing'; session: SessionState }) {
  const { t, i18n } = useTranslation()
  const history = historyText(session.history, t, i18n.language)
  const percent = session.history?.percent ?? null
  const Icon = stage === 'confirming' ? Smartphone : RefreshCw
  return (
    <div role="status" className="flex w-full max-w-sm animate-arrive flex-col items-center text-center">
      <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-busy-tint text-busy">
        <Icon size={28} className="animate-pulse-soft" aria-hidden />
      </span>
      <h2 className="text-xl font-semibold">{stage === 'confirming' ? t('connect.confirmingTitle') : t('connect.syncingTitle')}</h2>
      <p className="mt-2 text-lg text-soft">{stage === 'confirming' ? t('connect.confirmingText') : t('connect.syncingText')}</p>
      <div className="mt-6 h-10 w-full">
        {percent !== null && <ProgressBar label={t('connect.syncingTitle')} max={100} value={percent} />}
        {history !== undefined && <p className="mt-2 text-sm text-soft tabular-nums">{history}</p>}
      </div>
    </div>
  )
}

/** It is done; the panel opens by itself in a moment. */
export function Connected({ account, onOpen }: { account: Account | null; onOpen: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="flex animate-arrive flex-col items-center text-center">
      <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-ok-tint text-ok">
        <CheckCircle2 size={32} aria-hidden />
      </span>
      <h2 className="text-xl font-semibold">{t('connect.connectedTitle')}</h2>
      <p className="mt-2 text-lg text-soft">{t('connect.connectedText')}</p>
      <p className="mt-4 min-h-12 text-lg">
        <span className="block font-semibold">{visible(account?.pushName ?? '')}</span>
        <span className="block text-soft tabular-nums">{formatPhone(account?.pn ?? '')}</span>
      </p>
      <Button kind="primary" size="large" className="mt-4" onClick={onOpen}>
        {t('connect.openPanel')}
      </Button>
    </div>
  )
}
