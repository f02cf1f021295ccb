import { Clock, SendHorizontal } from 'lucide-react'
import { useMemo } from 'react'

import { holding } from '../../../lib/holding'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'

interface Props {
  label: string
  offBecause: string | undefined
  /** Chooses when it leaves; nothing where that can't be chosen. The same in each render, for a timer runs behind it. */
  onLater: (() => void) | undefined
}

/** Sends at once. A finger that stays on it chooses when, and beside it there is a button for that where one points. */
export function SendButton({ label, offBecause, onLater }: Props) {
  const { t } = useTranslation()
  const hold = useMemo(() => onLater && holding(onLater), [onLater])
  return (
    <>
      {onLater && (
        <IconButton
          size="large"
          label={t('later.open')}
          className="size-[46px]! shrink-0 rounded-lg! px-0! pointer-coarse:hidden"
          onClick={onLater}
        >
          <Clock size={20} />
        </IconButton>
      )}
      <IconButton
        {...hold}
        type="submit"
        kind="primary"
        size="large"
        className="size-[46px]! touch-manipulation rounded-lg! px-0!"
        label={label}
        offBecause={offBecause}
      >
        <SendHorizontal size={20} />
      </IconButton>
    </>
  )
}
