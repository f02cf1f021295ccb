import { useTranslation } from 'react-i18next'

import type { Message } from '../../api/types'
import { clockTime } from '../../lib/dates'
import { visible } from '../../lib/visible'
import { classes } from '../../ui/classes'
import { Author, Shape } from './Bubble'
import { Tile } from './kinds/media/Tile'
import { Words } from './kinds/parts'
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
