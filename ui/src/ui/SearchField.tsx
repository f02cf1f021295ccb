import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'

import { Field } from './Field'

interface Props extends Pick<ComponentProps<'input'>, 'ref' | 'onKeyDown' | 'aria-controls' | 'aria-activedescendant'> {
  label: string
  clearLabel: string
  words: string
  onWords: (words: string) => void
  className?: string
}

/** Where one types what to look for. */
export function SearchField({ label, clearLabel, words, onWords, className, ...input }: Props) {
  return (
    <Field
      label={label}
      isLabelHidden
      type="search"
      placeholder={label}
      value={words}
      maxLength={100}
      onChange={(event) => onWords(event.target.value)}
      leading={<Search size={16} aria-hidden />}
      trailing={
        words !== '' && (
          <button type="button" aria-label={clearLabel} onClick={() => onWords('')}>
            <X size={16} />
          </button>
        )
      }
      {...input}
      {...(className !== undefined && { className })}
    />
  )
}
