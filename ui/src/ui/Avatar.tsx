import { User, Users } from 'lucide-react'

import { visible } from '../lib/visible'
import { classes } from './classes'

/** The first letters of a name; a figure where there is none. */
export function Avatar({ name, isGroup = false, className }: { name: string; isGroup?: boolean; className?: string }) {
  const words = visible(name)
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? [...word][0] : '')).join('')
  const Figure = isGroup ? Users : User
  return (
    <span
      aria-hidden
      className={classes(
        'flex shrink-0 items-center justify-center rounded-full bg-accent-tint font-semibold text-accent uppercase select-none',
        className ?? 'size-11 text-base',
      )}
    >
      {letters === '' || isGroup ? <Figure size={20} /> : letters}
    </span>
  )
}
