import { Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'

import { mediaUrl } from '../../../../api/media'
import type { MediaFile } from '../../../../api/types'
import { thumbnailUrl } from '../../../../api/tenant'
import { useMedia } from '../../../../lib/media'
import { useTranslation } from '../../../../lib/translation'
import { classes } from '../../../../ui/classes'
import { useTenantId } from '../tenant'
import { NotShown } from './DownloadLink'
import { NotHere } from './NotHere'
import { type FileProps, frame } from './media'
import { takeTurn } from './turns'

/** A film, a silent one that begins anew for ever, or one in a circle. */
export function Film({ content, message, file }: FileProps) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const [isBroken, setBroken] = useState(false)
  if (file?.state !== 'here') return <NotHere content={content} message={message} file={file} />
  const what = t(`kind.${content.file}`)
  if (isBroken) return <NotShown file={file} name={what} />
  const poster = content.hasThumbnail ? thumbnailUrl(tenantId, message.chatId, message.id) : undefined
  const onError = () => setBroken(true)
  if (content.file !== 'video') return <Clip content={content} file={file} poster={poster} what={what} onError={onError} />
  return (
    <video
      controls
      playsInline
      preload={poster === undefined ? 'metadata' : 'none'}
      src={mediaUrl(tenantId, file.id)}
      poster={poster}
      aria-label={what}
      onPlay={(event) => takeTurn(event.currentTarget)}
      onError={onError}
      style={frame(content)}
      className="mb-1 block max-w-full rounded-sm bg-print object-contain"
    />
  )
}

interface ClipProps {
  content: FileProps['content']
  file: MediaFile
  poster: string | undefined
  what: string
  onError: () => void
}

/** Plays and pauses on a press. A silent one begins by itself, unless somebody wants nothing to move. */
function Clip({ content, file, poster, what, onError }: ClipProps) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const video = useRef<HTMLVideoElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const isSilent = content.file === 'gif'
  const toggle = () => {
    const one = video.current
    if (one?.paused === true) one.play().catch(() => undefined)
    else one?.pause()
  }
  const Figure = isPlaying ? Pause : Play
  return (
    <button
      type="button"
      aria-label={t(isPlaying ? 'player.pause' : 'player.play', { what })}
      onClick={toggle}
      style={frame(content)}
      className={classes('group relative mb-1 block max-w-full overflow-hidden bg-inset', isSilent ? 'rounded-sm' : 'rounded-full')}
    >
      <video
        ref={video}
        playsInline
        loop={isSilent}
        muted={isSilent}
        autoPlay={isSilent && !isStill}
        preload={poster === undefined || isSilent ? 'metadata' : 'none'}
        src={mediaUrl(tenantId, file.id)}
        poster={poster}
        onPlay={(event) => {
          setPlaying(true)
          if (!isSilent) takeTurn(event.currentTarget)
        }}
        onPause={() => setPlaying(false)}
        onError={onError}
        className="size-full object-cover"
      />
      <span
        aria-hidden
        className={classes(
          'absolute inset-0 m-auto flex size-12 items-center justify-center rounded-full bg-raised text-ink shadow-float',
          isPlaying && 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
        )}
      >
        <Figure size={22} />
      </span>
      {isSilent && (
        <span aria-hidden className="absolute bottom-1.5 left-1.5 rounded-sm bg-raised px-1.5 text-xs font-medium text-ink">
          {what}
        </span>
      )}
    </button>
  )
}
