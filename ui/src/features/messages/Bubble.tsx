import { CircleDashed } from 'lucide-react'
import { type ReactNode, useState } from 'react'

import type { Outgoing } from '../../api/tenant'
import type { Message } from '../../api/types'
import { clockTime } from '../../lib/dates'
import { Button } from '../../ui/Button'
import { holding } from '../../lib/holding'
import { useTranslation } from '../../lib/translation'
import { classes } from '../../ui/classes'
import { useActing } from './acting/acting'
import { deedsOf } from './acting/deeds'
import { MessageMenu } from './acting/MessageMenu'
import { authorName } from './chat-words'
import { ContentView } from './kinds/ContentView'
import { Words } from './kinds/parts'
import { LeavesAt, WaitsForHour } from './later/WaitsForHour'
import { FootMarks, Origin, Reactions } from './Marks'
import { OutgoingDraftView } from './OutgoingDraftView'
import { OutgoingFileView } from './OutgoingFileView'
import { colourOf, usePeople } from './people'
import { Quote } from './Quote'
import { Ticks } from './Ticks'
import { unsentWords } from './unsent-words'

interface ShapeProps {
  isMine: boolean
  startsRun: boolean
  foot: ReactNode
  children: ReactNode
  below?: ReactNode
  /** What can be done with it. */
  menu?: ReactNode
  /** Its events for a finger that stays on it: the same object in each render, for a timer runs in it. */
  hold?: ReturnType<typeof holding> | undefined
}

/** A bubble; its tail only on the first of a run. */
export function Shape({ isMine, startsRun, foot, children, below, menu, hold }: ShapeProps) {
  return (
    <div
      className={classes(
        'flex flex-col px-3 sm:px-[6%]',
        isMine ? 'items-end' : 'items-start',
        startsRun ? 'pt-2 compact:pt-1' : 'pt-0.5 compact:pt-px',
      )}
    >
      <div
        {...hold}
        className={classes(
          'group/bubble',
          // Each paragraph runs as its own words do.
          'relative max-w-[min(85%,40rem)] rounded-md px-2.5 py-1.5 text-lg [unicode-bidi:plaintext] sm:text-base compact:px-2 compact:py-1 compact:text-base compact:sm:text-sm',
          isMine ? 'bg-bubble-out' : 'bg-bubble-in',
          startsRun && (isMine ? 'rounded-tr-none' : 'rounded-tl-none'),
        )}
      >
        {startsRun && (
          <svg
            viewBox="0 0 8 10"
            aria-hidden
            className={classes('absolute top-0 h-2.5 w-2', isMine ? '-right-2 fill-bubble-out' : '-left-2 -scale-x-100 fill-bubble-in')}
          >
            <path d="M0 0h6.5a1 1 0 0 1 .8 1.6L0 10z" />
          </svg>
        )}
        {menu}
        {children}
        <span className="float-right mt-1.5 -mb-0.5 ml-3 flex items-center gap-1 text-xs text-bubble-soft tabular-nums select-none">
          {foot}
        </span>
      </div>
      {below}
    </div>
  )
}

/** Whose a run of messages is: of others it is seen where several write, and screen readers are always told. */
export function Author({ message, isSeen }: { message: Message; isSeen: boolean }) {
  const { t } = useTranslation()
  const author = authorName(message, usePeople(), t)
  if (!isSeen || message.fromMe) return <span className="sr-only">{`${author}: `}</span>
  return (
    <p dir="auto" title={author} className={classes('truncate text-sm font-medium', colourOf(message.sender))}>
      {author}
    </p>
  )
}

interface MessageProps {
  message: Message
  startsRun: boolean
  /** Whether it says whose it is: several people write here. */
  hasAuthor: boolean
  /** Goes to a message of this conversation; nothing for one that is not loaded. */
  jumpTo: (messageId: string) => (() => void) | undefined
  onSendAgain: () => void
  onDiscard: () => void
}

export function MessageBubble({ message, startsRun, hasAuthor, jumpTo, onSendAgain, onDiscard }: MessageProps) {
  const { t, i18n } = useTranslation()
  const { content, context, fromMe, status, failure, marks, atMs } = message
  const acting = useActing()
  const [isMenuOpen, setMenuOpen] = useState<boolean>()
  const [hold] = useState(() => holding(() => setMenuOpen(true)))
  // What there is at any time; the open menu looks at the clock.
  const hasMenu = acting !== null && deedsOf(message, { nowMs: message.placeMs, isAdmin: acting.isAdmin }).length > 0
  return (
    <Shape
      isMine={fromMe}
      menu={hasMenu && <MessageMenu messages={[message]} acting={acting} isOpen={isMenuOpen} onOpen={setMenuOpen} />}
      hold={hasMenu ? hold : undefined}
      startsRun={startsRun}
      foot={
        <>
          <FootMarks message={message} />
          {message.isAutomatic && <span>{t('automatic.sent')}</span>}
          {message.sentBy === 'agent' && <span>{t('sentBy.agent')}</span>}
          {atMs !== null && <time dateTime={new Date(atMs).toISOString()}>{clockTime(atMs, i18n.language)}</time>}
          {fromMe && content.kind !== 'call' && content.kind !== 'deleted' && <Ticks status={status} />}
        </>
      }
      below={
        <>
          <Reactions reactions={marks.reactions} />
          {fromMe && status === 'queued' && <WaitsForHour message={message} />}
          {fromMe && status === 'failed' && content.kind !== 'deleted' && (
            <Below role="group" className="text-bad" words={failure === null ? t('receipt.failed') : t(`failure.${failure}`)}>
              <Button size="small" kind="quiet" onClick={onSendAgain}>
                {t('conversation.sendAgain')}
              </Button>
              <Button size="small" kind="quiet" onClick={onDiscard}>
                {t('conversation.discard')}
              </Button>
            </Below>
          )}
        </>
      }
    >
      {startsRun && <Author message={message} isSeen={hasAuthor} />}
      <Origin context={context} />
      {context.quote && <Quote quote={context.quote} onJump={jumpTo(context.quote.id)} />}
      {context.isViewOnce && (
        <span className="flex items-center gap-1.5 text-sm text-bubble-soft">
          <CircleDashed size={14} aria-hidden />
          {t('message.viewOnce')}
        </span>
      )}
      <ContentView message={message} />
      {message.kept !== null && (
        <div className="mt-1 opacity-60" aria-label={t('message.kept')} role="group">
          <ContentView message={{ ...message, content: message.kept }} />
        </div>
      )}
    </Shape>
  )
}

/** What happened to the chat itself: a pill between the bubbles. */
export function SystemPill({ message }: { message: Message }) {
  return (
    <p className="px-6 py-1 text-center">
      <span className="inline-block max-w-[min(100%,36rem)] rounded-md bg-bubble-in px-3 py-1 text-xs text-soft">
        <ContentView message={message} />
      </span>
    </p>
  )
}

interface OutgoingProps {
  outgoing: Outgoing
  startsRun: boolean
  onSendAgain: () => void
  onDiscard: () => void
}

/** A text or a file that the server has not taken yet. */
export function OutgoingBubble({ outgoing, startsRun, onSendAgain, onDiscard }: OutgoingProps) {
  const { t, i18n } = useTranslation()
  const { state, trouble, file, draft, text, quote, mentions, sendAt } = outgoing
  const isUnsent = state === 'unsent'
  return (
    <Shape
      isMine
      startsRun={startsRun}
      foot={
        <>
          {clockTime(outgoing.atMs, i18n.language)}
          <Ticks status={isUnsent ? 'failed' : 'sending'} />
        </>
      }
      below={
        sendAt !== undefined && !isUnsent && trouble === null ? (
          <LeavesAt atMs={Date.parse(sendAt)} className="mt-1 justify-end text-soft" />
        ) : isUnsent ? (
          <Below role="alert" className="text-bad" words={trouble === null ? t('conversation.old') : unsentWords(outgoing, trouble, t)}>
            <Button size="small" kind="quiet" onClick={onSendAgain}>
              {t('conversation.sendAgain')}
            </Button>
            <Button size="small" kind="quiet" onClick={onDiscard}>
              {t('conversation.discard')}
            </Button>
          </Below>
        ) : (
          state === 'waiting' &&
          trouble !== null && (
            <Below role="status" className="text-soft" words={t(file ? 'conversation.uploadWaiting' : 'conversation.waiting')}>
              <Button size="small" kind="quiet" onClick={onDiscard}>
                {t('conversation.discard')}
              </Button>
            </Below>
          )
        )
      }
    >
      {quote && <Quote quote={quote} onJump={undefined} />}
      {file && <OutgoingFileView outgoing={outgoing} file={file} onCancel={onDiscard} />}
      {draft && <OutgoingDraftView draft={draft} />}
      {text !== '' && <Words text={text} mentions={mentions} />}
    </Shape>
  )
}

/** What stands below what is not there yet, and what one can do about it. */
export function Below({ role, className, words, children }: { role: string; className: string; words: string; children?: ReactNode }) {
  return (
    <div role={role} className={classes('mt-1 flex flex-wrap items-center justify-end gap-1 text-sm', className)}>
      <span className="text-right">{words}</span>
      {children}
    </div>
  )
}
