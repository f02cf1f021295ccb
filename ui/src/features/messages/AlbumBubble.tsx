import { useState } from 'react'

import type { Outgoing } from '../../api/tenant'
import type { Message } from '../../api/types'
import { clockTime } from '../../lib/dates'
import { holding } from '../../lib/holding'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { useActing } from './acting/acting'
import { deedsOfAll } from './acting/deeds'
import { MessageMenu } from './acting/MessageMenu'
import { partKey } from './albums'
import { Author, Below, Shape } from './Bubble'
import { Tile } from './kinds/media/Tile'
import { Words } from './kinds/parts'
import { FootMarks, Origin, Reactions } from './Marks'
import { OutgoingTile } from './OutgoingTile'
import { Quote } from './Quote'
import type { Row } from './timeline'
import { Ticks } from './Ticks'
import { unsentParts } from './unsent-words'

/** So many are seen; the last of them says how many more there are. */
const mostSeen = 4

interface Props extends Omit<Extract<Row, { kind: 'album' }>, 'kind' | 'key'> {
  hasAuthor: boolean
  /** Goes to a message of this conversation; nothing for one that is not loaded. */
  jumpTo: (messageId: string) => (() => void) | undefined
  onSendAgain: (part: Message | Outgoing) => void
  onDiscard: (part: Message | Outgoing) => void
}

/** Pictures and films that were sent together. Each opens in the viewer; what is done with the bubble is done with all. */
export function AlbumBubble({ messages, outgoing, startsRun, hasAuthor, jumpTo, onSendAgain, onDiscard }: Props) {
  const { t, i18n } = useTranslation()
  const acting = useActing()
  const [isMenuOpen, setMenuOpen] = useState<boolean>()
  const [hold] = useState(() => holding(() => setMenuOpen(true)))
  const [first, ...others] = messages
  const last = messages.at(-1)
  const count = messages.length + outgoing.length
  const failed: (Message | Outgoing)[] = [
    ...messages.filter(({ fromMe, status }) => fromMe && status === 'failed'),
    ...outgoing.filter(({ state }) => state === 'unsent'),
  ]
  const isLeaving = failed.length > 0 || outgoing.length > 0
  const hasMenu =
    acting !== null &&
    first !== undefined &&
    last !== undefined &&
    !isLeaving &&
    deedsOfAll([first, ...others], { nowMs: last.placeMs, isAdmin: acting.isAdmin }).length > 0
  // Each part that is on its way, or did not leave, is seen.
  const seen = messages.slice(0, isLeaving ? undefined : mostSeen)
  const atMs = outgoing.at(-1)?.atMs ?? last?.atMs ?? null
  const quote = first ? first.context.quote : outgoing[0]?.quote
  return (
    <Shape
      isMine={first?.fromMe ?? true}
      startsRun={startsRun}
      menu={hasMenu && <MessageMenu messages={[first, ...others]} acting={acting} isOpen={isMenuOpen} onOpen={setMenuOpen} />}
      hold={hasMenu ? hold : undefined}
      foot={
        <>
          {last && <FootMarks message={{ ...last, marks: marksOf(messages, last) }} />}
          {atMs !== null && <time dateTime={new Date(atMs).toISOString()}>{clockTime(atMs, i18n.language)}</time>}
          {failed.length > 0 ? (
            <Ticks status="failed" />
          ) : outgoing.length > 0 ? (
            <Ticks status="sending" />
          ) : (
            last?.fromMe === true && <Ticks status={last.status} />
          )}
        </>
      }
      below={
        <>
          <Reactions reactions={messages.flatMap(({ marks }) => marks.reactions)} />
          {failed.length > 0 ? (
            <Below role="alert" className="text-bad" words={unsentParts(failed, count, t)}>
              <Button size="small" kind="quiet" onClick={() => failed.forEach(onSendAgain)}>
                {t('conversation.sendAgain')}
              </Button>
              <Button size="small" kind="quiet" onClick={() => failed.forEach(onDiscard)}>
                {t('conversation.discard')}
              </Button>
            </Below>
          ) : (
            outgoing.some(({ state, trouble }) => state === 'waiting' && trouble !== null) && (
              <Below role="status" className="text-soft" words={t('conversation.uploadWaiting')} />
            )
          )}
        </>
      }
    >
      {startsRun && first && <Author message={first} isSeen={hasAuthor} />}
      {first && <Origin context={first.context} />}
      {quote && <Quote quote={quote} onJump={first ? jumpTo(quote.id) : undefined} />}
      <ul
        aria-label={`${t('kind.album')}: ${t('summary.files', { count })}`}
        className="mb-1 grid w-75 max-w-full grid-cols-2 gap-1 overflow-hidden rounded-sm"
      >
        {seen.map((message, index) => (
          <li key={partKey(message)} className={shapeOf(index, seen.length + outgoing.length)}>
            <Tile message={message} more={!isLeaving && index === mostSeen - 1 ? messages.length - mostSeen : 0} />
            {message.fromMe && message.status === 'failed' && <Unsent />}
          </li>
        ))}
        {outgoing.map((one, index) => (
          <li key={partKey(one)} className={shapeOf(seen.length + index, seen.length + outgoing.length)}>
            <OutgoingTile outgoing={one} onCancel={() => onDiscard(one)} />
            {one.state === 'unsent' && <Unsent />}
          </li>
        ))}
      </ul>
      {messages.map(
        ({ id, content, context }) =>
          content.kind === 'media' &&
          visible(content.caption ?? '') !== '' && (
            <span key={id} className="block">
              <Words text={content.caption ?? ''} mentions={context.mentions} />
            </span>
          ),
      )}
      {outgoing.map(
        ({ key, text, mentions }) =>
          text !== '' && (
            <span key={key} className="block">
              <Words text={text} mentions={mentions} />
            </span>
          ),
      )}
    </Shape>
  )
}

/** What was said of one of them is seen at the foot of all. */
function marksOf(messages: readonly Message[], last: Message): Message['marks'] {
  const pin = messages.find(({ marks }) => marks.pin != null)?.marks.pin
  return { ...last.marks, isStarred: messages.some(({ marks }) => marks.isStarred), ...(pin && { pin }) }
}

/** Of an odd number of parts the first is as wide as two. */
const shapeOf = (index: number, count: number) =>
  classes('relative', count % 2 === 1 && index === 0 ? 'col-span-2 aspect-[2/1]' : 'aspect-square')

/** The sign over a part that did not leave. */
function Unsent() {
  return (
    <span className="pointer-events-none absolute top-1 right-1 inline-flex rounded-full bg-raised p-1 shadow-float">
      <Ticks status="failed" />
    </span>
  )
}
