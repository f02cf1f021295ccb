import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'

import { useTranslation } from '../../../lib/translation'
import { SearchField } from '../../../ui/SearchField'
import { Skeleton } from '../../../ui/Skeleton'
import { type Emoji, emojis as emojisQuery, found } from './emoji'

/** Every emoji, and the field to look for one by its words. */
export function EmojiPicker({ onPick }: { onPick: (sign: string) => void }) {
  const { t, i18n } = useTranslation()
  const [words, setWords] = useState('')
  const { data: all } = useQuery(emojisQuery(i18n.language))
  const shown = all ? found(all, words) : []
  const takeFirst = (event: KeyboardEvent) => {
    const [first] = shown
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || words.trim() === '' || !first) return
    event.preventDefault()
    onPick(first.sign)
  }
  return (
    <div>
      <SearchField
        label={t('completing.search')}
        clearLabel={t('common.clearSearch')}
        words={words}
        onWords={setWords}
        onKeyDown={takeFirst}
      />
      {!all && <Skeleton className="mt-3 h-60 w-full" />}
      {all && shown.length === 0 && (
        <p role="status" className="mt-3 h-60 text-soft">
          {t('completing.none', { words })}
        </p>
      )}
      {shown.length > 0 && <Grid key={words} shown={shown} onPick={onPick} />}
    </div>
  )
}

/** So many stand in a row. */
const columns = 8
const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }

/** One stop of Tab; arrows go from one to the next. */
function Grid({ shown, onPick }: { shown: readonly Emoji[]; onPick: (sign: string) => void }) {
  const grid = useRef<HTMLUListElement>(null)
  const [at, setAt] = useState(0)
  const onKeyDown = (event: KeyboardEvent) => {
    const ends: Record<string, number> = { Home: 0, End: shown.length - 1 }
    const next = ends[event.key] ?? at + (steps[event.key] ?? Number.NaN)
    if (Number.isNaN(next)) return
    event.preventDefault()
    grid.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <ul ref={grid} onKeyDown={onKeyDown} className="mt-3 grid h-60 grid-cols-8 content-start overflow-y-auto overscroll-contain">
      {shown.map(({ sign, name }, index) => (
        <li key={sign} className="h-9 [content-visibility:auto]">
          <button
            type="button"
            aria-label={name}
            title={name}
            tabIndex={index === at ? 0 : -1}
            onFocus={() => setAt(index)}
            onClick={() => onPick(sign)}
            className="flex size-9 items-center justify-center rounded-md text-xl hover:bg-sunken"
          >
            <span aria-hidden>{sign}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
