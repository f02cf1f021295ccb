import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { downloadUrl } from '../../../../api/media'
import type { Message } from '../../../../api/types'
import { moment } from '../../../../lib/dates'
import { useNow } from '../../../../lib/now'
import { visible } from '../../../../lib/visible'
import { IconButton } from '../../../../ui/Button'
import { classes } from '../../../../ui/classes'
import { WholeDialog } from '../../../../ui/Dialog'
import { authorName } from '../../chat-words'
import { usePeople } from '../../people'
import { Words } from '../parts'
import { useTenantId } from '../tenant'
import { useSwipe } from './swipe'
import { viewKey } from './viewing'
import { Sight } from './Sight'

interface Props {
  /** What can be looked at, oldest first. */
  messages: readonly Message[]
  /** The key of the one that is looked at. */
  at: string
  onMove: (key: string) => void
  onClose: () => void
}

/** Pictures and films of a conversation, one after the other, in the whole window. The focus goes back to where it was. */
export function Viewer({ messages, at, onMove, onClose }: Props) {
  const { t } = useTranslation()
  const [zoomed, setZoomed] = useState<string>()
  const index = messages.findIndex((message) => viewKey(message) === at)
  const message = messages[index]
  const [before, after] = [messages[index - 1], messages[index + 1]]
  const isZoomed = zoomed === at
  const move = (to: Message | undefined) => {
    if (to) onMove(viewKey(to))
  }
  const swipe = useSwipe({ onLeft: () => move(after), onRight: () => move(before), isOff: isZoomed })

  if (!message) return null
  const isPicture = message.content.kind === 'media' && message.content.file === 'image' && message.file?.state === 'here'
  const onKeyDown = (event: KeyboardEvent) => {
    // A film goes forward by the arrows, and a picture that is larger than the window is moved by them.
    if (isZoomed || event.target instanceof HTMLVideoElement) return
    if (event.key === 'ArrowLeft') move(before)
    if (event.key === 'ArrowRight') move(after)
  }
  return (
    <WholeDialog label={t('viewer.title')} onClose={onClose} onKeyDown={onKeyDown} {...swipe}>
      <div className="flex shrink-0 items-center gap-1 border-b border-line bg-surface px-3 py-2 sm:px-4">
        <Whose message={message} place={t('viewer.place', { at: index + 1, count: messages.length })} />
        {isPicture && (
          <IconButton label={t(isZoomed ? 'viewer.zoomOut' : 'viewer.zoomIn')} onClick={() => setZoomed(isZoomed ? undefined : at)}>
            {isZoomed ? <ZoomOut size={20} /> : <ZoomIn size={20} />}
          </IconButton>
        )}
        <Keep message={message} />
        <IconButton data-first-focus label={t('common.close')} onClick={onClose}>
          <X size={20} />
        </IconButton>
      </div>
      <div className="relative min-h-0 grow">
        <Sight key={at} message={message} isZoomed={isZoomed} onZoom={(on) => setZoomed(on ? at : undefined)} onBeside={onClose} />
        <Turn
          side="left"
          label={t('viewer.previous')}
          offBecause={before ? undefined : t('viewer.noPrevious')}
          onClick={() => move(before)}
        />
        <Turn side="right" label={t('viewer.next')} offBecause={after ? undefined : t('viewer.noNext')} onClick={() => move(after)} />
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
  offBecause: string | undefined
  onClick: () => void
}

function Turn({ side, label, offBecause, onClick }: TurnProps) {
  const Figure = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <IconButton
      kind="plain"
      size="large"
      label={label}
      offBecause={offBecause}
      onClick={onClick}
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
