import { BadgeCheck } from 'lucide-react'

import { useTranslation } from '../lib/translation'

/** WhatsApp vouches for whoever stands before it. */
export function Verified({ size = 16 }: { size?: number }) {
  const { t } = useTranslation()
  return (
    <span role="img" aria-label={t('chats.verified')} title={t('chats.verified')} className="shrink-0 text-accent">
      <BadgeCheck size={size} aria-hidden />
    </span>
  )
}
