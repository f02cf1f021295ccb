import type { Message } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { classes } from '../../ui/classes'
import { unformatted } from './formatting'
import { colourOf, usePeople } from './people'

interface Props {
  quote: NonNullable<Message['context']['quote']>
  /** Goes to what is quoted; nothing where it is not loaded. */
  onJump: (() => void) | undefined
}

/** What a message answers, as its writer saw it. */
export function Quote({ quote: { sender, fromMe, kind, text }, onJump }: Props) {
  const { t } = useTranslation()
  const people = usePeople()
  const isMine = fromMe || (sender != null && people.isMe(sender))
  const name = isMine ? t('people.you') : sender ? people.name(sender) : t('people.someone')
  const key = `kind.${kind}`
  const word = kind === 'text' ? '' : t([key, 'kind.unsupported'] as never)
  const words = [word, unformatted(text.slice(0, 400))].filter(Boolean).join(' · ')
  const colour = isMine || !sender ? 'text-accent' : colourOf(sender)
  const content = (
    <>
      <span dir="auto" className={classes('block truncate font-medium', colour)}>
        {name}
      </span>
      <span dir="auto" className="line-clamp-2 break-words text-bubble-soft">
        {words || t('kind.text')}
      </span>
    </>
  )
  const shape = classes('mb-1 block w-full rounded-sm border-l-3 border-current bg-inset px-2.5 py-1 text-left text-sm', colour)
  return onJump ? (
    <button type="button" onClick={onJump} title={t('message.jump')} className={shape}>
      {content}
    </button>
  ) : (
    <div className={shape}>{content}</div>
  )
}
