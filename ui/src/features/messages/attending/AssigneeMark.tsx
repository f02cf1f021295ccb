import { useTranslation } from '../../../lib/translation'
import { classes } from '../../../ui/classes'

/** Who sees to a chat, by the first letters of their name. */
export function AssigneeMark({ name, className }: { name: string; className: string }) {
  const { t } = useTranslation()
  const words = name.split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? [...word][0] : '')).join('')
  const label = t('chats.with', { name })
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={classes(
        'flex shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface text-[10px] font-semibold text-soft uppercase',
        className,
      )}
    >
      {letters}
    </span>
  )
}
