import { useEffect, useRef } from 'react'

import { useTranslation } from '../../../lib/translation'
import { classes } from '../../../ui/classes'
import type { Named } from './completing'

export interface Completion {
  key: string
  label: string
  /** More of it, in the same line. */
  detail?: string
  /** What it puts into the text. */
  text: string
  /** What stands before its label. */
  sign?: string
  /** Whom it mentions. */
  named?: Named
}

interface Props {
  id: string
  completions: readonly Completion[]
  at: number
  onChoose: (completion: Completion) => void
}

export const optionId = (id: string, at: number): string => `${id}-${at}`

/** Above the field: what the word that is being typed may become. The field keeps the focus. */
export function Completions({ id, completions, at, onChoose }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  // Arrows lead to what is not seen, too.
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <ul
      ref={list}
      id={id}
      role="listbox"
      aria-label={t('completing.label')}
      className="absolute inset-x-0 bottom-full z-20 mb-1 max-h-72 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
    >
      {completions.map((completion, index) => (
        <li
          key={completion.key}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === at}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(completion)}
          className={classes(
            'flex h-9 cursor-pointer items-center gap-3 rounded-sm px-2.5 pointer-coarse:h-11',
            index === at ? 'bg-sunken' : 'hover:bg-sunken',
            completion.detail !== undefined && 'max-sm:h-auto! max-sm:flex-col max-sm:items-start max-sm:gap-0 max-sm:py-1.5',
          )}
        >
          {completion.sign !== undefined && (
            <span aria-hidden className="w-6 text-center text-xl">
              {completion.sign}
            </span>
          )}
          <span
            dir="auto"
            className={classes('truncate', completion.detail !== undefined && 'max-w-full shrink-0 font-medium sm:max-w-1/2')}
          >
            {completion.label}
          </span>
          {completion.detail !== undefined && (
            <span dir="auto" className="max-w-full truncate text-soft">
              {completion.detail}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
