import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { LaterList } from './LaterList'

/** What waits for its hour in one chat. */
export function LaterDialog({ tenantId, chatId, onClose }: { tenantId: string; chatId: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('later.listTitle')} onClose={onClose}>
      <div className="flex h-80 flex-col">
        <LaterList tenantId={tenantId} chatId={chatId} />
      </div>
      <div className="mt-4 flex justify-end">
        <Button onClick={onClose} data-first-focus>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  )
}
