import { useTranslation } from '../lib/translation'
import { Button } from './Button'

interface Props {
  submit: string
  isBusy: boolean
  onCancel: () => void
}

/** The foot of a form in a dialog: leave it, or send it. */
export function FormActions({ submit, isBusy, onCancel }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flex justify-end gap-2 pt-2">
      <Button onClick={onCancel}>{t('common.cancel')}</Button>
      <Button type="submit" kind="primary" isBusy={isBusy}>
        {submit}
      </Button>
    </div>
  )
}
