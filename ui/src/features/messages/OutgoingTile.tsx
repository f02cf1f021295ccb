import { X } from 'lucide-react'

import type { Outgoing, OutgoingFile } from '../../api/tenant'
import { useTranslation } from '../../lib/translation'
import { plainFileName } from '../../lib/visible'
import { ProgressRing } from '../../ui/Ring'
import { figures } from './kinds/media/media'
import { Preview, useDoneBytes } from './OutgoingFileView'

interface Props {
  outgoing: Outgoing
  onCancel: () => void
}

/** A picture or film of an album on its way to the server, as a square: how far it is, and the way to stop it. */
export function OutgoingTile({ outgoing, onCancel }: Props) {
  const { t } = useTranslation()
  const { file } = outgoing
  if (!file) return null
  const isMoving = outgoing.state !== 'unsent'
  const Figure = figures[file.looksLike]
  return (
    <span className="flex size-full items-center justify-center bg-inset">
      {file.preview === null ? (
        <Figure size={28} aria-hidden className="text-bubble-soft" />
      ) : (
        <Preview file={file} src={file.preview} label={t(`kind.${file.looksLike}`)} isDim={isMoving} />
      )}
      {isMoving && <Moving outgoing={outgoing} file={file} onCancel={onCancel} />}
    </span>
  )
}

function Moving({ outgoing, file, onCancel }: Props & { file: OutgoingFile }) {
  const { t } = useTranslation()
  const done = useDoneBytes(outgoing, file)
  return (
    <span className="absolute inset-0 m-auto flex size-10 items-center justify-center rounded-full bg-raised text-ink shadow-float">
      <ProgressRing
        done={file.sizeBytes === 0 ? 0 : done / file.sizeBytes}
        label={t('receipt.sending')}
        className="pointer-events-none absolute inset-0.5"
      />
      <button
        type="button"
        title={t('common.cancel')}
        aria-label={t('conversation.cancelFile', { name: plainFileName(file.name) || t(`kind.${file.looksLike}`) })}
        onClick={onCancel}
        className="flex size-full items-center justify-center rounded-full"
      >
        <X size={16} aria-hidden />
      </button>
    </span>
  )
}
