import { CircleAlert, Download, LoaderCircle, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { mediaUrl } from '../../api/media'
import { thumbnailUrl } from '../../api/tenant'
import type { Message } from '../../api/types'
import { clockTime } from '../../lib/dates'
import { visible } from '../../lib/visible'
import { classes } from '../../ui/classes'
import { Author, Shape } from './Bubble'
import { figures } from './kinds/media/media'
import { useViewer } from './kinds/media/viewing'
import { Words } from './kinds/parts'
import { useTenantId } from './kinds/tenant'
import { FootMarks, Origin, Reactions } from './Marks'
import { Ticks } from './Ticks'

/** So many are seen; the last of them says how many more there are. */
const mostSeen = 4

interface Props {
  /** Two or more pictures and films, oldest first. */
  messages: readonly Message[]
  startsRun: boolean
  hasAuthor: boolean
}

/** Pictures and films that were sent together. Each opens in the viewer. */
export function AlbumBubble({ messages, startsRun, hasAuthor }: Props) {
  const { t, i18n } = useTranslation()
  const [first, last] = [messages[0], messages.at(-1)]
  if (!first || !last) return null
  const seen = messages.slice(0, mostSeen)
  const captions = messages.filter(({ content }) => content.kind === 'media' && visible(content.caption ?? '') !== '')
  return (
    <Shape
      isMine={first.fromMe}
      startsRun={startsRun}
      foot={
        <>
          <FootMarks message={last} />
          {last.atMs !== null && <time dateTime={new Date(last.atMs).toISOString()}>{clockTime(last.atMs, i18n.language)}</time>}
          {last.fromMe && <Ticks status={last.status} />}
        </>
      }
      below={<Reactions reactions={messages.flatMap(({ marks }) => marks.reactions)} />}
    >
      {startsRun && <Author message={first} isSeen={hasAuthor} />}
      <Origin context={first.context} />
      <ul
        aria-label={`${t('kind.album')}: ${t('message.files', { count: messages.length })}`}
        className="mb-1 grid w-75 max-w-full grid-cols-2 gap-1 overflow-hidden rounded-sm"
      >
        {seen.map((message, index) => (
          <li key={message.id} className={classes('aspect-square', seen.length === 3 && index === 0 && 'col-span-2 aspect-[2/1]!')}>
            <Tile message={message} more={index === mostSeen - 1 ? messages.length - mostSeen : 0} />
          </li>
        ))}
      </ul>
      {captions.map(
        ({ id, content, context }) =>
          content.kind === 'media' && (
            <span key={id} className="block">
              <Words text={content.caption ?? ''} mentions={context.mentions} />
            </span>
          ),
      )}
    </Shape>
  )
}

function Tile({ message, more }: { message: Message; more: number }) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const open = useViewer()
  const [isBroken, setBroken] = useState(false)
  const { content } = message
  const file = message.file
  if (content.kind !== 'media' || !file) return null
  const what = t(`kind.${content.file}`)
  const isWhole = file.state === 'here' && content.file === 'image'
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
