import { Clock } from 'lucide-react'
import { useState } from 'react'

import { part } from '../../../lib/part'
import { useTranslation } from '../../../lib/translation'
import { useLater } from './later'

const LaterDialog = part(async () => (await import('./LaterDialog')).LaterDialog)

/** Above the field: how much waits for its hour in this chat, wherever in it that stands. */
export function LaterBar({ tenantId, chatId }: { tenantId: string; chatId: string }) {
  const { t } = useTranslation()
  const later = useLater()
  const [isOpen, setOpen] = useState(false)
  const count = later?.waiting.length ?? 0
  return (
    <>
      {count > 0 && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="flex h-9 w-full shrink-0 items-center gap-2 border-t border-line bg-surface px-4 text-left text-sm text-soft -outline-offset-2 hover:bg-sunken pointer-coarse:h-11"
        >
          <Clock size={15} className="text-accent" aria-hidden />
          {t('later.count', { count })}
        </button>
      )}
      {isOpen && <LaterDialog tenantId={tenantId} chatId={chatId} onClose={() => setOpen(false)} />}
    </>
  )
}
