import { useTranslation } from '../lib/translation'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { Notice } from './Notice'

interface Props {
  /** A question that names its object. */
  title: string
  /** What follows from a yes. */
  text: string
  /** The verb. */
  verb: string
  isBusy: boolean
  trouble: string | undefined
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmDialog({ title, text, verb, isBusy, trouble, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="text-soft">{text}</p>
      {trouble !== undefined && <Notice tone="bad" className="mt-4" title={trouble} />}
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose} data-first-focus>
          {t('common.cancel')}
        </Button>
        <Button kind="danger" onClick={onConfirm} isBusy={isBusy}>
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}
