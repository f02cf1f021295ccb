import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { SearchField } from '../../../ui/SearchField'
import { Skeleton } from '../../../ui/Skeleton'
import { emojis as emojisQuery, found } from './emoji'

/** Every emoji, and the field to look for one by its words. */
export function EmojiPicker({ onPick }: { onPick: (sign: string) => void }) {
  const { t, i18n } = useTranslation()
  const [words, setWords] = useState('')
  const { data: all } = useQuery(emojisQuery(i18n.language))
  const shown = all ? found(all, words) : []
  return (
    <div>
      <SearchField label={t('completing.search')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} />
      {!all && <Skeleton className="mt-3 h-60 w-full" />}
      {all && shown.length === 0 && <p className="mt-3 h-60 text-soft">{t('completing.none', { words })}</p>}
      {shown.length > 0 && (
        <ul className="mt-3 grid h-60 grid-cols-8 content-start overflow-y-auto overscroll-contain">
          {shown.map(({ sign, name }) => (
            <li key={sign} className="h-9 [content-visibility:auto]">
              <button
                type="button"
                aria-label={name}
                title={name}
                onClick={() => onPick(sign)}
                className="flex size-9 items-center justify-center rounded-md text-xl hover:bg-sunken"
              >
                <span aria-hidden>{sign}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
