import { ChevronLeft, ChevronRight, Download, Forward, MessageSquareText, RotateCw, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

import { downloadUrl } from '../../../../api/media'
import type { Message } from '../../../../api/types'
import { moment } from '../../../../lib/dates'
import { useNow } from '../../../../lib/now'
import { useTranslation } from '../../../../lib/translation'
import { visible } from '../../../../lib/visible'
import { IconButton } from '../../../../ui/Button'
import { classes } from '../../../../ui/classes'
import { WholeDialog } from '../../../../ui/Dialog'
import { authorName } from '../../chat-words'
import { usePeople } from '../../people'
import { Words } from '../parts'
import { useTenantId } from '../tenant'
import { Sight } from './Sight'
import { useSwipe } from './swipe'
import { viewKey } from './viewing'
import { step } from './zoom'
import type { Zoom } from './Zoomable'

/** What lies beyond what is known in a direction. */
export interface Beyond {
  isMore: boolean
  isFailed: boolean
  fetch: () => void
}

interface Props {
  /** What can be looked at, oldest first. */
  messages: readonly Message[]
  /** The key of the one that is looked at. */
  at: string
  older: Beyond
  newer: Beyond
  onMove: (key: string) => void
  /** Shows it in its conversation. */
  onShow: (message: Message) => void
  /** Nothing where it cannot be sent on. */
  onForward: ((message: Message) => void) | undefined
  onClose: () => void
}

/** So far a key moves a picture that is larger than the window. */
const keyPx = 80
const arrows: Record<string, [x: number, y: number]> = {
  ArrowLeft: [keyPx, 0],
  ArrowRight: [-keyPx, 0],
  ArrowUp: [0, keyPx],
  ArrowDown: [0, -keyPx],
}

/** Pictures and films of a conversation, one after the other, in the whole window. The focus goes back to where it was. */
export function Viewer({ messages, at, older, newer, onMove, onShow, onForward, onClose }: Props) {
  const { t } = useTranslation()
  const [isZoomed, setZoomed] = useState(false)
  const zoom = useRef<Zoom>(null)
  const index = messages.findIndex((message) => viewKey(message) === at)
  const message = messages[index]
  const [before, after] = [messages[index - 1], messages[index + 1]]
  const move = (to: Message | undefined) => {
    if (!to) return
    setZoomed(false)
    onMove(viewKey(to))
  }
  const swipe = useSwipe({ onLeft: () => move(after), onRight: () => move(before), isOff: isZoomed })

  // Somebody deleted it meanwhile.
  const isGone = message === undefined
  useEffect(() => {
    if (isGone) onClose()
  }, [isGone, onClose])
  if (isGone) return null
  const isPicture = message.content.kind === 'media' && message.content.file === 'image' && message.file?.state === 'here'
  const onKeyDown = (event: KeyboardEvent) => {
    // A film goes forward by the arrows.
    if (event.target instanceof HTMLVideoElement || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '+' || event.key === '=') zoom.current?.by(step)
    else if (event.key === '-') zoom.current?.by(1 / step)
    else if (event.key === '0') zoom.current?.reset()
    else if (isZoomed && arrows[event.key]) zoom.current?.move(...(arrows[event.key] ?? [0, 0]))
    else if (event.key === 'ArrowLeft') move(before)
    else if (event.key === 'ArrowRight') move(after)
    else return
    event.preventDefault()
  }
  const isAllKnown = !older.isMore && !newer.isMore
  return (
    <WholeDialog label={t('viewer.title')} onClose={onClose} onKeyDown={onKeyDown} {...swipe}>
      <div className="flex shrink-0 items-center gap-1 border-b border-line bg-surface px-3 py-2 sm:px-4">
        <Whose message={message} place={isAllKnown ? t('viewer.place', { at: index + 1, count: messages.length }) : ''} />
        {isPicture && (
          <span className="flex gap-1 pointer-coarse:hidden">
            <IconButton
              label={t('viewer.zoomOut')}
              offBecause={isZoomed ? undefined : t('viewer.isWhole')}
              onClick={() => zoom.current?.by(1 / step)}
            >
              <ZoomOut size={20} />
            </IconButton>
            <IconButton label={t('viewer.zoomIn')} onClick={() => zoom.current?.by(step)}>
              <ZoomIn size={20} />
            </IconButton>
          </span>
        )}
        <IconButton label={t('viewer.show')} onClick={() => onShow(message)}>
          <MessageSquareText size={20} />
        </IconButton>
        {onForward && (
          <IconButton label={t('acting.forward')} onClick={() => onForward(message)}>
            <Forward size={20} />
          </IconButton>
        )}
        <Keep message={message} />
        <IconButton data-first-focus label={t('common.close')} onClick={onClose}>
          <X size={20} />
        </IconButton>
      </div>
      <div className="relative min-h-0 grow">
        <Sight key={at} message={message} zoom={zoom} onZoomed={setZoomed} onBeside={onClose} />
        <Turn side="left" label={t('viewer.previous')} none={t('viewer.noPrevious')} to={before && (() => move(before))} beyond={older} />
        <Turn side="right" label={t('viewer.next')} none={t('viewer.noNext')} to={after && (() => move(after))} beyond={newer} />
      </div>
      <Caption message={message} />
    </WholeDialog>
  )
}

function Whose({ message, place }: { message: Message; place: string }) {
  const { t, i18n } = useTranslation()
  const people = usePeople()
  const now = useNow()
  return (
    <div className="min-w-0 grow">
      <p className="truncate font-medium">{authorName(message, people, t)}</p>
      <p aria-live="polite" className="truncate text-sm text-soft tabular-nums">
        {[message.atMs === null ? '' : moment(message.atMs, now, i18n.language), place].filter(Boolean).join(' · ')}
      </p>
    </div>
  )
}

function Keep({ message }: { message: Message }) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const file = message.file
  if (file?.state !== 'here' || message.content.kind !== 'media') return null
  const label = t('file.downloadOne', { name: t(`kind.${message.content.file}`) })
  return (
    <a
      href={downloadUrl(tenantId, file.id)}
      download
      title={label}
      aria-label={label}
      className="flex size-9 shrink-0 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
    >
      <Download size={20} aria-hidden />
    </a>
  )
}

interface TurnProps {
  side: 'left' | 'right'
  label: string
  /** Said where nothing follows. */
  none: string
  to: (() => void) | undefined
  beyond: Beyond
}

function Turn({ side, label, none, to, beyond }: TurnProps) {
  const { t } = useTranslation()
  const canRetry = !to && beyond.isMore && beyond.isFailed
  const Figure = canRetry ? RotateCw : side === 'left' ? ChevronLeft : ChevronRight
  const isOff = !to && !canRetry
  return (
    <IconButton
      kind="plain"
      size="large"
      label={canRetry ? t('viewer.retry') : label}
      offBecause={isOff ? (beyond.isMore ? t('common.loading') : none) : undefined}
      onClick={to ?? beyond.fetch}
      className={classes('absolute top-1/2 -mt-6 rounded-full!', side === 'left' ? 'left-2 sm:left-4' : 'right-2 sm:right-4')}
    >
      <Figure size={24} />
    </IconButton>
  )
}

function Caption({ message: { content, context } }: { message: Message }) {
  if (content.kind !== 'media' || !content.caption || visible(content.caption) === '') return null
  return (
    <p className="max-h-[25dvh] shrink-0 overflow-y-auto border-t border-line bg-surface px-4 py-3 text-center text-lg">
      <Words text={content.caption} mentions={context.mentions} />
    </p>
  )
}
