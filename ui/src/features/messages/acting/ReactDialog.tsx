import { useTranslation } from '../../../lib/translation'
import { Dialog } from '../../../ui/Dialog'
import { EmojiPicker } from '../composing/EmojiPicker'

interface Props {
  onPick: (emoji: string) => void
  onClose: () => void
}

/** Every emoji, for a reaction. */
export function ReactDialog({ onPick, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('acting.reactTitle')} onClose={onClose}>
      <EmojiPicker onPick={onPick} />
    </Dialog>
  )
}
