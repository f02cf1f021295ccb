// What was said about a message, around its bubble.
import { Forward, Megaphone, Pin, Star } from 'lucide-react'

import type { Message } from '../../api/types'
import { moment } from '../../lib/dates'
import { safeHref } from '../../lib/links'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Hover } from '../../ui/Hover'
import { ContentView } from './kinds/ContentView'
import { Outward } from './kinds/parts'
import { usePeople } from './people'

/** From this on WhatsApp says "many times". */
const manyTimes = 4

/** Where a message comes from. */
export function Origin({ context: { forwarded, referral } }: Pick<Message, 'context'>) {
  const { t } = useTranslation()
  return (
    <>
      {forwarded > 0 && (
        <span className="flex items-center gap-1.5 text-sm text-bubble-soft italic">
          <Forward size={14} aria-hidden />
          {forwarded >= manyTimes ? t('message.forwardedOften') : t('message.forwarded')}
        </span>
      )}
      {referral && (
        <span className="mb-1 block rounded-sm bg-inset px-2.5 py-1.5">
          <span className="flex items-center gap-1.5 text-sm text-bubble-soft">
            <Megaphone size={14} aria-hidden />
            {t('message.referral')}
          </span>
          <span className="block font-medium break-words">
            <Outward href={safeHref(referral.sourceUrl) ?? ''}>{referral.title || referral.sourceUrl}</Outward>
          </span>
          {referral.body !== '' && <span className="line-clamp-3 text-sm text-bubble-soft">{referral.body}</span>}
        </span>
      )}
    </>
  )
}

/** What stands beside a message's time. */
export function FootMarks({ message }: { message: Message }) {
  const { t } = useTranslation()
  const now = useNow(minuteMs)
  const { edits, isStarred, isKept, pin } = message.marks
  const isPinned = pin != null && pin.untilMs > now
  return (
    <>
      {isPinned && <Pin size={12} role="img" aria-label={t('message.pinned')} />}
      {isStarred && <Star size={12} role="img" aria-label={t('message.starred')} className="fill-current" />}
      {isKept && <span>{t('message.kept')}</span>}
      {edits.length > 0 && message.content.kind !== 'deleted' && <Edited message={message} edits={edits} />}
    </>
  )
}

/** Says that a message was changed, and shows what it said before. */
function Edited({ message, edits }: { message: Message; edits: Message['marks']['edits'] }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  return (
    <Hover
      label={t('message.before')}
      trigger={
        <button type="button" className="rounded-sm underline decoration-dotted underline-offset-2">
          {t('message.edited')}
        </button>
      }
    >
      <p className="pb-2 text-sm font-semibold">{t('message.before')}</p>
      <ul className="max-h-72 space-y-3 overflow-y-auto">
        {edits.map(({ content, untilMs }) => (
          <li key={untilMs}>
            <ContentView message={{ ...message, content }} />
            <p className="text-xs text-soft tabular-nums">{t('message.until', { time: moment(untilMs, now, i18n.language) })}</p>
          </li>
        ))}
      </ul>
    </Hover>
  )
}

/** The signs that people gave a message: each once, with how many gave it. */
export function Reactions({ reactions }: Pick<Message['marks'], 'reactions'>) {
  const people = usePeople()
  const signs = new Map<string, Message['marks']['reactions']>()
  for (const one of reactions) if (one.emoji !== '') signs.set(one.emoji, [...(signs.get(one.emoji) ?? []), one])
  if (signs.size === 0) return null
  return (
    <ul className="relative -mt-1 flex flex-wrap gap-1 px-1">
      {[...signs].map(([emoji, theirs]) => {
        const names = people.names(theirs)
        return (
          <li key={emoji} title={names} className="flex h-6 items-center gap-1 rounded-full border border-line bg-surface px-1.5 text-sm">
            <span aria-hidden>{emoji}</span>
            {theirs.length > 1 && (
              <span aria-hidden className="text-xs text-soft tabular-nums">
                {theirs.length}
              </span>
            )}
            <span className="sr-only">{`${emoji} ${names}`}</span>
          </li>
        )
      })}
    </ul>
  )
}
