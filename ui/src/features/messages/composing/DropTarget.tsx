import { Paperclip } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useState } from 'react'

import { useTranslation } from '../../../lib/translation'
import { takenFiles } from './taken'

interface Props {
  /** Whom it would go to. */
  name: string
  /** Nothing where nothing can be sent. */
  onFiles: ((files: File[], hasFolder: boolean) => void) | undefined
  children: ReactNode
}

const hasFiles = ({ dataTransfer }: { dataTransfer: DataTransfer | null }) => dataTransfer?.types.includes('Files') === true

/** Where files are dropped; says so while some are over it. */
export function DropTarget({ name, onFiles, children }: Props) {
  const { t } = useTranslation()
  const [isOver, setOver] = useState(false)
  useNoOpening()
  const over = (event: DragEvent) => {
    if (!onFiles || !hasFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const leave = (event: DragEvent) => {
    const to = event.relatedTarget
    if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false)
  }
  const drop = (event: DragEvent) => {
    setOver(false)
    if (!onFiles || !hasFiles(event)) return
    event.preventDefault()
    const { files, hasFolder } = takenFiles(event.dataTransfer)
    onFiles(files, hasFolder)
  }
  return (
    <div onDragEnter={over} onDragOver={over} onDragLeave={leave} onDrop={drop} className="relative flex min-h-0 grow flex-col">
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-20 flex flex-col items-center justify-center gap-1 rounded-lg border-2 border-dashed border-accent bg-accent-tint text-accent">
          <Paperclip size={28} aria-hidden className="mb-2" />
          <p role="status" className="text-xl font-semibold">
            {t('attach.drop')}
          </p>
          <p className="max-w-full truncate px-6 text-lg">{t('attach.dropTo', { name })}</p>
        </div>
      )}
    </div>
  )
}

/** A file that is dropped beside the target does not take the place of the page. */
function useNoOpening() {
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
    }
    addEventListener('dragover', refuse)
    addEventListener('drop', refuse)
    return () => {
      removeEventListener('dragover', refuse)
      removeEventListener('drop', refuse)
    }
  }, [])
}
