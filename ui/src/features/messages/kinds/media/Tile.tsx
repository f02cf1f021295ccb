import { CircleAlert, Download, LoaderCircle, Play } from 'lucide-react'
import { useState } from 'react'

import { mediaUrl } from '../../../../api/media'
import { thumbnailUrl } from '../../../../api/tenant'
import type { Message } from '../../../../api/types'
import { playTime } from '../../../../lib/dates'
import { useTranslation } from '../../../../lib/translation'
import { useTenantId } from '../tenant'
import { figures } from './media'
import { useViewer } from './viewing'

interface Props {
  message: Message
  /** So many more are behind it. */
  more?: number
  /** Among many: its small picture is enough, and a screen reader is told when it was. */
  ofMany?: { when: string }
}

/** A picture or film as a square, which opens in the viewer. */
export function Tile({ message, more = 0, ofMany }: Props) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const open = useViewer()
  const [isBroken, setBroken] = useState(false)
  const { content } = message
  const file = message.file
  if (content.kind !== 'media' || !file) return null
  const length = ofMany && content.durationS ? playTime(content.durationS) : undefined
  const what = [t(`kind.${content.file}`), length, ofMany?.when].filter(Boolean).join(', ')
  const isWhole = file.state === 'here' && content.file === 'image' && !(ofMany && content.hasThumbnail)
  const Figure = figures[content.file]
  const src = isWhole ? mediaUrl(tenantId, file.id) : thumbnailUrl(tenantId, message.chatId, message.id)
  return (
    <button
      type="button"
      aria-label={more > 0 ? t('file.openMore', { count: more + 1 }) : t('file.open', { what })}
      onClick={() => open(message)}
      className="relative flex size-full cursor-zoom-in items-center justify-center bg-inset"
    >
      {(isWhole || content.hasThumbnail) && !isBroken ? (
        <img src={src} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} className="size-full object-cover" />
      ) : (
        <Figure size={28} aria-hidden className="text-bubble-soft" />
      )}
      {more > 0 ? (
        <span aria-hidden className="absolute inset-0 flex items-center justify-center bg-veil text-2xl font-medium text-paper">
          +{more + 1}
        </span>
      ) : (
        <Sign message={message} />
      )}
      {length !== undefined && (
        <span aria-hidden className="absolute bottom-1 left-1 rounded-sm bg-raised px-1.5 text-xs font-medium text-ink tabular-nums">
          {length}
        </span>
      )}
    </button>
  )
}

/** What one finds behind a tile: a film, or a file that is not here. */
function Sign({ message }: { message: Message }) {
  const file = message.file
  const signs = { on_demand: Download, waiting: LoaderCircle, failed: CircleAlert, here: Play }
  const isFilm = message.content.kind === 'media' && message.content.file !== 'image'
  if (!file || (file.state === 'here' && !isFilm)) return null
  const Figure = signs[file.state]
  return (
    <span
      aria-hidden
      className="absolute inset-0 m-auto flex size-10 items-center justify-center rounded-full bg-raised text-ink shadow-float"
    >
      <Figure size={20} className={file.state === 'waiting' ? 'animate-spin' : ''} />
    </span>
  )
}
