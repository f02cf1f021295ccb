import { Smile } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'

import { part } from '../../../lib/part'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { Skeleton } from '../../../ui/Skeleton'

const EmojiPicker = part(async () => (await import('./EmojiPicker')).EmojiPicker)

/** Opens the emoji; each that is pressed goes into the text, until it is closed. */
export function EmojiButton({ onPick, onClosed }: { onPick: (sign: string) => void; onClosed: () => void }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton size="large" label={t('completing.emoji')} className="size-[46px]! shrink-0 rounded-lg! pointer-coarse:hidden">
          <Smile size={20} />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={t('completing.emoji')}
          align="start"
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
          className="z-30 w-80 rounded-md border border-line bg-raised p-3 text-ink shadow-float"
        >
          <EmojiPicker onPick={onPick} waiting={<Skeleton className="h-72 w-full" />} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
