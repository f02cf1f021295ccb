import { Pause, Play } from 'lucide-react'
import { useId } from 'react'

import { mediaUrl } from '../../../../api/media'
import type { MediaFile } from '../../../../api/types'
import { playTime } from '../../../../lib/dates'
import { bytes } from '../../../../lib/numbers'
import { useTranslation } from '../../../../lib/translation'
import { plainFileName } from '../../../../lib/visible'
import { useTenantId } from '../tenant'
import { DownloadLink, NotShown } from './DownloadLink'
import { FetchButton, FetchWords } from './FetchButton'
import { useFetching } from './fetching'
import { type FileProps, sizeOf } from './media'
import { PhoneFacts } from './NotHere'
import { player, usePlaying } from './player'
import { RoundFigure, Row } from './Row'
import { Waveform } from './Waveform'

/** A voice message, or another sound. */
export function Sound({ content, message, file }: FileProps) {
  if (file === null) {
    return (
      <Row lead={<RoundFigure kind={content.file} />}>
        <Name content={content} />
        {content.waveform.length > 0 && <Waveform loudness={content.waveform} />}
        <PhoneFacts content={content} />
      </Row>
    )
  }
  return file.state === 'here' ? <Here content={content} file={file} /> : <Coming content={content} message={message} file={file} />
}

/** What a sound is called; a voice message says so only to whoever does not see its waveform. */
function Name({ content }: Pick<FileProps, 'content'>) {
  const { t } = useTranslation()
  const isDrawn = content.file === 'voice' && content.waveform.length > 0
  const name = content.file === 'audio' ? plainFileName(content.fileName ?? '') : ''
  return <bdi className={isDrawn ? 'sr-only' : 'block truncate font-medium'}>{name || t(`kind.${content.file}`)}</bdi>
}

function Coming({ content, message, file }: FileProps & { file: MediaFile }) {
  const { i18n } = useTranslation()
  const fetching = useFetching(message, file)
  const size = sizeOf({ content, file })
  const facts = [content.durationS ? playTime(content.durationS) : '', size === null ? '' : bytes(size, i18n.language)]
  return (
    <Row
      lead={
        fetching.state === null ? (
          <RoundFigure kind={content.file} />
        ) : (
          <FetchButton fetching={fetching} file={{ content, file }} look="round" />
        )
      }
    >
      <Name content={content} />
      {content.waveform.length > 0 && <Waveform loudness={content.waveform} />}
      <span className="block text-sm text-bubble-soft tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
      <FetchWords fetching={fetching} />
    </Row>
  )
}

/** How far an arrow key goes. */
const stepS = 5

function Here({ content, file }: Pick<FileProps, 'content'> & { file: MediaFile }) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const nameId = useId()
  const url = mediaUrl(tenantId, file.id)
  const { isLoaded, isPlaying, atS, totalS, isBroken, speed } = usePlaying(file.id)
  const what = t(`kind.${content.file}`)
  const name = content.file === 'audio' ? plainFileName(content.fileName ?? '') || what : what
  const lastsS = totalS ?? content.durationS ?? 0
  if (isBroken) {
    return (
      <>
        <Name content={content} />
        <NotShown file={file} name={name} />
      </>
    )
  }
  const go = (to: number) => player.seek(file.id, url, Math.min(lastsS, Math.max(0, to)))
  const Act = isPlaying ? Pause : Play
  return (
    <Row
      lead={
        <button
          type="button"
          aria-label={t(isPlaying ? 'player.pause' : 'player.play', { what: name })}
          onClick={() => player.toggle(file.id, url)}
          className="flex size-11 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent hover:bg-accent-strong"
        >
          <Act size={20} aria-hidden className={isPlaying ? '' : 'translate-x-px'} />
        </button>
      }
      end={
        isLoaded ? (
          <button
            type="button"
            onClick={() => player.nextSpeed()}
            aria-label={t('player.speed', { speed: speedWord(speed) })}
            className="h-7 w-11 shrink-0 rounded-full bg-inset text-sm font-medium text-bubble-soft tabular-nums hover:text-ink pointer-coarse:h-11"
          >
            {speedWord(speed)}×
          </button>
        ) : (
          content.file === 'audio' && <DownloadLink file={file} name={name} />
        )
      }
    >
      <span id={nameId}>
        <Name content={content} />
      </span>
      <span className="relative block rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-accent">
        {content.waveform.length > 0 ? (
          <Waveform loudness={content.waveform} heard={lastsS > 0 ? atS / lastsS : 0} />
        ) : (
          <Line heard={lastsS > 0 ? atS / lastsS : 0} />
        )}
        <input
          type="range"
          aria-label={t('player.seek')}
          aria-describedby={nameId}
          aria-valuetext={t('player.at', { at: playTime(atS), total: playTime(lastsS) })}
          min={0}
          max={Math.max(lastsS, 0.1)}
          step={0.1}
          value={Math.min(atS, lastsS)}
          onChange={(event) => go(event.target.valueAsNumber)}
          onKeyDown={(event) => {
            const to = { ArrowLeft: atS - stepS, ArrowDown: atS - stepS, ArrowRight: atS + stepS, ArrowUp: atS + stepS }[event.key]
            if (to === undefined) return
            event.preventDefault()
            go(to)
          }}
          className="absolute inset-0 m-0 size-full cursor-pointer opacity-0"
        />
      </span>
      <span className="block text-sm text-bubble-soft tabular-nums">
        {isLoaded ? t('player.at', { at: playTime(Math.floor(atS)), total: playTime(lastsS) }) : playTime(lastsS)}
      </span>
    </Row>
  )
}

const speedWord = (speed: number): string => speed.toLocaleString(document.documentElement.lang || undefined)

/** How far a sound without a waveform was heard. */
function Line({ heard }: { heard: number }) {
  return (
    <span aria-hidden className="flex h-6 items-center">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-full fill-current">
        <rect width={100} height={4} className="text-bubble-soft opacity-35" />
        <rect width={Math.min(1, heard) * 100} height={4} className="text-accent" />
      </svg>
    </span>
  )
}
