import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { clockTime } from '../../lib/dates'
import { holding } from '../../lib/holding'
import { visible } from '../../lib/visible'
import { classes } from '../../ui/classes'
import { type Several, useActing } from './acting/acting'
import { deedsOfAll } from './acting/deeds'
import { MessageMenu } from './acting/MessageMenu'
import { Author, Shape } from './Bubble'
import { Tile } from './kinds/media/Tile'
import { Words } from './kinds/parts'
import { FootMarks, Origin, Reactions } from './Marks'
import { Ticks } from './Ticks'

/** So many are seen; the last of them says how many more there are. */
const mostSeen = 4

interface Props {
  /** Two or more pictures and films, oldest first. */
  messages: Several
  startsRun: boolean
  hasAuthor: boolean
}

/** Pictures and films that were sent together. Each opens in the viewer; what is done with the bubble is done with all. */
export function AlbumBubble({ messages, startsRun, hasAuthor }: Props) {
  const { t, i18n } = useTranslation()
  const acting = useActing()
  const [isMenuOpen, setMenuOpen] = useState<boolean>()
  const [hold] = useState(() => holding(() => setMenuOpen(true)))
  const [first] = messages
  const last = messages.at(-1) ?? first
  // What was said of one of them is seen at the foot of all.
  const pin = messages.find(({ marks }) => marks.pin != null)?.marks.pin
  const marks = { ...last.marks, isStarred: messages.some(({ marks }) => marks.isStarred), ...(pin && { pin }) }
  const hasMenu = acting !== null && deedsOfAll(messages, { nowMs: last.placeMs, isAdmin: acting.isAdmin }).length > 0
  const seen = messages.slice(0, mostSeen)
  const captions = messages.filter(({ content }) => content.kind === 'media' && visible(content.caption ?? '') !== '')
  return (
    <Shape
      isMine={first.fromMe}
      startsRun={startsRun}
      menu={hasMenu && <MessageMenu messages={messages} acting={acting} isOpen={isMenuOpen} onOpen={setMenuOpen} />}
      hold={hasMenu ? hold : undefined}
      foot={
        <>
          <FootMarks message={{ ...last, marks }} />
          {last.atMs !== null && <time dateTime={new Date(last.atMs).toISOString()}>{clockTime(last.atMs, i18n.language)}</time>}
          {last.fromMe && <Ticks status={last.status} />}
        </>
      }
      below={<Reactions reactions={messages.flatMap(({ marks }) => marks.reactions)} />}
    >
      {startsRun && <Author message={first} isSeen={hasAuthor} />}
      <Origin context={first.context} />
      <ul
        aria-label={`${t('kind.album')}: ${t('summary.files', { count: messages.length })}`}
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
