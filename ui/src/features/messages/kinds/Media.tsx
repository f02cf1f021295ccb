import { CirclePlay, Film, FileText, Image, type LucideIcon, Mic, Music, Sticker, Video } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { thumbnailUrl } from '../../../api/tenant'
import type { Message } from '../../../api/types'
import { playTime } from '../../../lib/dates'
import { bytes } from '../../../lib/numbers'
import { visible } from '../../../lib/visible'
import { unformatted } from '../formatting'
import type { ContentOf, Kind } from './kind'
import { useTenantId } from './tenant'
import { Words } from './parts'

type Media = ContentOf<'media'>

const figures: Record<Media['file'], LucideIcon> = {
  image: Image,
  video: Video,
  gif: Film,
  round_video: CirclePlay,
  voice: Mic,
  audio: Music,
  document: FileText,
  sticker: Sticker,
}

export const media: Kind<'media'> = {
  figure: ({ file }) => figures[file],
  line: ({ file, caption, fileName, durationS }, _, { t }) => {
    const more = unformatted((caption || fileName || '').slice(0, 400)) || (durationS ? playTime(durationS) : '')
    return more === '' ? t(`kind.${file}`) : `${t(`kind.${file}`)} · ${more}`
  },
  View: ({ content, message }) => (
    <>
      {content.hasThumbnail ? <Thumbnail content={content} message={message} /> : <Plain content={content} />}
      {content.waveform.length > 0 && <Waveform loudness={content.waveform} />}
      <Facts content={content} />
      {content.caption && visible(content.caption) !== '' && (
        <>
          <br />
          <Words text={content.caption} mentions={message.context.mentions} />
        </>
      )}
    </>
  ),
}

const longestPx = 240
const shortestPx = 96

/** The size that a picture is shown in. It is known before the picture is there, so nothing moves when it comes. */
function frame({ file, width, height }: Media): { width: number; height: number } {
  if (file === 'sticker') return { width: 128, height: 128 }
  if (file === 'round_video') return { width: 176, height: 176 }
  if (file === 'document') return { width: longestPx, height: 136 }
  const ratio = width && height ? width / height : 4 / 3
  const sides = ratio >= 1 ? [longestPx, longestPx / ratio] : [longestPx * ratio, longestPx]
  const [w = longestPx, h = longestPx] = sides.map((side) => Math.max(shortestPx, Math.round(side)))
  return { width: w, height: h }
}

function Thumbnail({ content, message }: { content: Media; message: Message }) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const [isBroken, setBroken] = useState(false)
  const Figure = figures[content.file]
  const isRound = content.file === 'round_video'
  const isBare = content.file === 'sticker'
  return (
    <span
      style={frame(content)}
      className={`mb-1 flex max-w-full items-center justify-center overflow-hidden ${isRound ? 'rounded-full' : 'rounded-sm'} ${isBare ? '' : 'bg-inset'}`}
    >
      {isBroken ? (
        <Figure size={32} className="text-bubble-soft" aria-hidden />
      ) : (
        <img
          src={thumbnailUrl(tenantId, message.chatId, message.id)}
          alt={t(`kind.${content.file}`)}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
          className={`size-full ${isBare ? 'object-contain' : 'object-cover'}`}
        />
      )}
    </span>
  )
}

/** A file of which there is no picture. */
function Plain({ content }: { content: Media }) {
  const { t } = useTranslation()
  const Figure = figures[content.file]
  const name = content.file === 'document' || content.file === 'audio' ? visible(content.fileName ?? '') : ''
  return (
    <span className="flex min-w-52 items-center gap-2.5 py-0.5">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-inset text-bubble-soft">
        <Figure size={18} aria-hidden />
      </span>
      <span className="min-w-0 font-medium break-words">{name || t(`kind.${content.file}`)}</span>
    </span>
  )
}

/** What is known of the file. It opens on the phone only. */
function Facts({ content }: { content: Media }) {
  const { t, i18n } = useTranslation()
  const name = visible(content.fileName ?? '')
  const facts = [
    content.hasThumbnail && content.file === 'document' && name !== '' ? name : undefined,
    content.hasThumbnail || name !== '' ? t(`kind.${content.file}`) : undefined,
    content.durationS ? playTime(content.durationS) : undefined,
    content.pages ? t('message.pages', { count: content.pages }) : undefined,
    content.sizeBytes ? bytes(content.sizeBytes, i18n.language) : undefined,
    t('message.opensOnPhone'),
  ]
  return <span className="text-sm text-bubble-soft tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
}

const bars = 40

/** How loud a voice message is over time. */
function Waveform({ loudness }: { loudness: readonly number[] }) {
  const heights = Array.from({ length: bars }, (_, index) => {
    const loud = loudness[Math.floor((index * loudness.length) / bars)] ?? 0
    return Math.max(2, (Math.min(100, loud) / 100) * 24)
  })
  return (
    <svg viewBox={`0 0 ${bars * 5} 24`} aria-hidden className="my-1 block h-6 w-50 max-w-full fill-current text-bubble-soft">
      {heights.map((height, index) => (
        <rect key={index} x={index * 5} y={(24 - height) / 2} width={3} height={height} rx={1.5} />
      ))}
    </svg>
  )
}
