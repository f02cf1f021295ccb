import { type MouseEvent, type Ref, useState } from 'react'

import { mediaUrl } from '../../../../api/media'
import { thumbnailUrl } from '../../../../api/tenant'
import type { MediaFile, Message } from '../../../../api/types'
import { useTranslation } from '../../../../lib/translation'
import { classes } from '../../../../ui/classes'
import { useTenantId } from '../tenant'
import { NotShown } from './DownloadLink'
import { FetchButton, FetchWords } from './FetchButton'
import { useFetching } from './fetching'
import { figures, type Media } from './media'
import { takeTurn } from './turns'
import { type Zoom, Zoomable } from './Zoomable'

interface Props {
  message: Message
  zoom: Ref<Zoom>
  onZoomed: (isZoomed: boolean) => void
  /** Somebody presses beside it. */
  onBeside: () => void
}

/** What the viewer shows now: its small picture at once, and the file as soon as it is there. */
export function Sight({ message, zoom, onZoomed, onBeside }: Props) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const [state, setState] = useState<'coming' | 'here' | 'broken'>('coming')
  const { content } = message
  const file = message.file
  if (content.kind !== 'media' || !file) return null
  const what = t(`kind.${content.file}`)
  const beside = (event: MouseEvent) => {
    if (event.target === event.currentTarget) onBeside()
  }
  if (file.state !== 'here') return <Missing content={content} message={message} file={file} onBeside={beside} />
  if (state === 'broken') {
    return (
      <div onClick={beside} className="flex h-full items-center justify-center p-4">
        <NotShown file={file} name={what} />
      </div>
    )
  }
  const url = mediaUrl(tenantId, file.id)
  if (content.file === 'image') {
    return (
      <div className="relative h-full">
        {state === 'coming' && <Preview content={content} message={message} />}
        <Zoomable
          ref={zoom}
          url={url}
          alt={what}
          onZoomed={onZoomed}
          onBeside={onBeside}
          onLoad={() => setState('here')}
          onError={() => setState('broken')}
        />
      </div>
    )
  }
  return (
    <div onClick={beside} className="flex h-full items-center justify-center sm:px-20">
      <video
        controls
        autoPlay
        playsInline
        loop={content.file === 'gif'}
        muted={content.file === 'gif'}
        src={url}
        poster={content.hasThumbnail ? thumbnailUrl(tenantId, message.chatId, message.id) : undefined}
        aria-label={what}
        onPlay={(event) => takeTurn(event.currentTarget)}
        onError={() => setState('broken')}
        className="max-h-full max-w-full"
      />
    </div>
  )
}

interface MissingProps {
  content: Media
  message: Message
  file: MediaFile
  onBeside: (event: MouseEvent) => void
}

/** A file that is not here: what is known of it, how it comes, or why it does not. */
function Missing({ content, message, file, onBeside }: MissingProps) {
  const fetching = useFetching(message, file)
  return (
    <div className="relative h-full">
      <Preview content={content} message={message} isDim />
      <div onClick={onBeside} className="relative flex h-full flex-col items-center justify-center gap-2 p-4 text-center">
        <span className="relative h-10 w-full max-w-72">
          <FetchButton fetching={fetching} file={{ content, file }} look="pill" />
        </span>
        {fetching.state !== 'comes' && fetching.words !== '' && (
          <span className="rounded-md bg-raised px-3 py-1 shadow-float">
            <FetchWords fetching={fetching} />
          </span>
        )}
      </div>
    </div>
  )
}

/** The small picture, as large as the file will be. */
function Preview({ content, message, isDim = false }: Pick<MissingProps, 'content' | 'message'> & { isDim?: boolean }) {
  const tenantId = useTenantId()
  const [isBroken, setBroken] = useState(false)
  const Figure = figures[content.file]
  return (
    <span aria-hidden className="pointer-events-none absolute inset-0 flex items-center justify-center">
      {content.hasThumbnail && !isBroken ? (
        <img
          src={thumbnailUrl(tenantId, message.chatId, message.id)}
          alt=""
          onError={() => setBroken(true)}
          style={{ width: content.width ?? '100%', height: content.height ?? '100%' }}
          className={classes('max-h-full max-w-full object-contain', isDim && 'opacity-60')}
        />
      ) : (
        isDim && <Figure size={56} className="-mt-28 text-soft" />
      )}
    </span>
  )
}
