import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'

import { progress } from '../../api/media'
import type { Outgoing, OutgoingFile } from '../../api/tenant'
import { playTime } from '../../lib/dates'
import { bytes } from '../../lib/numbers'
import { useTranslation } from '../../lib/translation'
import { plainFileName } from '../../lib/visible'
import { classes } from '../../ui/classes'
import { ProgressRing } from '../../ui/Ring'
import { frame } from './kinds/media/media'
import { RoundFigure, Row } from './kinds/media/Row'
import { useTenantId } from './kinds/tenant'

interface Props {
  outgoing: Outgoing
  file: OutgoingFile
  onCancel: () => void
}

/** A file on its way to the server: what it is, how far it is, and the way to stop it. */
export function OutgoingFileView({ outgoing, file, onCancel }: Props) {
  const { t, i18n } = useTranslation()
  const name = file.looksLike === 'document' || file.looksLike === 'audio' ? plainFileName(file.name) : ''
  const isMoving = outgoing.state !== 'unsent'
  const isSeen = file.preview !== null && (file.looksLike === 'image' || file.looksLike === 'video')
  if (isSeen && file.preview !== null) {
    return (
      <span style={frame({ file: file.looksLike, width: file.width, height: file.height })} className="relative mb-1 block max-w-full">
        <Preview file={file} src={file.preview} label={t(`kind.${file.looksLike}`)} isDim={isMoving} />
        {isMoving && (
          <span className="absolute inset-0 m-auto flex h-10 w-fit items-center gap-2 rounded-full bg-raised pr-1 pl-3 text-sm text-ink shadow-float">
            <Moving outgoing={outgoing} file={file} onCancel={onCancel} />
          </span>
        )}
      </span>
    )
  }
  const facts = [file.durationS === null ? '' : playTime(file.durationS), bytes(file.sizeBytes, i18n.language)]
  return (
    <Row lead={<RoundFigure kind={file.looksLike} />}>
      <bdi className="block font-medium break-words">{name || t(`kind.${file.looksLike}`)}</bdi>
      <span className="block text-sm text-bubble-soft tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
      {isMoving && (
        <span className="flex items-center gap-2 text-sm text-bubble-soft">
          <Moving outgoing={outgoing} file={file} onCancel={onCancel} />
        </span>
      )}
    </Row>
  )
}

export function Preview({ file, src, label, isDim }: { file: OutgoingFile; src: string; label: string; isDim: boolean }) {
  const shape = classes('size-full rounded-sm bg-inset object-cover', isDim && 'opacity-60')
  return file.looksLike === 'image' ? (
    <img src={src} alt={label} className={shape} />
  ) : (
    <video src={src} muted playsInline preload="metadata" aria-label={label} className={shape} />
  )
}

/** How much of a file is there. */
export function useDoneBytes({ key }: Outgoing, file: OutgoingFile): number {
  const { data: news } = useQuery({ ...progress(useTenantId(), key), enabled: false })
  const isBegun = news !== null && file.mediaId === null
  return isBegun ? news.doneBytes : file.mediaId === null ? 0 : file.sizeBytes
}

/** How far it is. A file that was brought to the server whole only waits for its answer. */
function Moving({ outgoing, file, onCancel }: Props) {
  const { t, i18n } = useTranslation()
  const size = (count: number) => bytes(count, i18n.language)
  const done = useDoneBytes(outgoing, file)
  return (
    <>
      <ProgressRing done={file.sizeBytes === 0 ? 0 : done / file.sizeBytes} label={t('receipt.sending')} className="size-5 shrink-0" />
      <span className="tabular-nums">{t('file.progress', { done: size(done), total: size(file.sizeBytes) })}</span>
      <button
        type="button"
        title={t('common.cancel')}
        aria-label={t('conversation.cancelFile', { name: plainFileName(file.name) || t(`kind.${file.looksLike}`) })}
        onClick={onCancel}
        className="flex size-8 shrink-0 items-center justify-center rounded-full hover:bg-inset pointer-coarse:size-10"
      >
        <X size={16} aria-hidden />
      </button>
    </>
  )
}
