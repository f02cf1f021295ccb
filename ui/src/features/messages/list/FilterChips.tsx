import { useRef } from 'react'

import { type ListFilter, spanOf } from '../../../api/chat-filter'
import { useTranslation } from '../../../lib/translation'
import { classes } from '../../../ui/classes'
import { visible } from '../../../lib/visible'

interface Props {
  filter: ListFilter
  /** Who answers in this browser, if that was said. */
  ownId: string | undefined
  labels: readonly { id: string; name: string }[]
  /** How many of those put away have something unread: nothing else would tell of them. */
  archivedUnread: number
  onFilter: (filter: ListFilter) => void
}

const fixed = ['main', 'unread', 'waiting', 'groups'] as const

/** Which chats the list shows. One stop of Tab; arrows go from one to the next. */
export function FilterChips({ filter, ownId, labels, archivedUnread, onFilter }: Props) {
  const { t } = useTranslation()
  const group = useRef<HTMLDivElement>(null)
  const span = spanOf(filter)
  const all: { filter: ListFilter; name: string }[] = [
    // The way back from what a figure led to is the next chip.
    ...(span ? [{ filter, name: t(`chats.show.${span.what}`) }] : []),
    ...fixed.map((filter) => ({ filter, name: t(`chats.show.${filter}`) })),
    ...(ownId === undefined ? [] : [{ filter: `assignee:${ownId}` as const, name: t('chats.show.mine') }]),
    ...labels.map(({ id, name }) => ({ filter: `label:${id}` as const, name: visible(name) })),
    { filter: 'archived', name: [t('chats.show.archived'), ...(archivedUnread > 0 ? [archivedUnread] : [])].join(' · ') },
  ]
  const at = Math.max(
    0,
    all.findIndex((one) => one.filter === filter),
  )
  const goTo = (index: number) => {
    const one = all[(index + all.length) % all.length]
    if (!one) return
    onFilter(one.filter)
    group.current?.querySelectorAll('button')[(index + all.length) % all.length]?.focus()
  }
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={t('chats.show.label')}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
        if (step === undefined) return
        event.preventDefault()
        goTo(at + step)
      }}
      className="flex max-h-24 shrink-0 flex-wrap [scrollbar-width:none] gap-1 overflow-x-auto px-3 py-1 pb-2 pointer-coarse:flex-nowrap pointer-coarse:gap-1.5"
    >
      {all.map(({ filter: one, name }, index) => (
        <button
          key={one}
          type="button"
          role="radio"
          aria-checked={index === at}
          tabIndex={index === at ? 0 : -1}
          // Chosen once more, it is off again.
          onClick={() => onFilter(index === at ? 'main' : one)}
          className={classes(
            'h-7 max-w-40 shrink-0 truncate rounded-full border px-2.5 text-xs font-medium pointer-coarse:h-9 pointer-coarse:px-3 pointer-coarse:text-sm',
            index === at ? 'border-accent bg-accent-tint text-accent' : 'border-line text-soft hover:bg-sunken hover:text-ink',
          )}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
