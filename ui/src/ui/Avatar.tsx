import { User, Users } from 'lucide-react'
import { useState } from 'react'

import { visible } from '../lib/visible'
import { classes } from './classes'

interface Props {
  name: string
  isGroup?: boolean
  /** Where their picture is, if they show one. */
  picture?: string | undefined
  className?: string
}

/** A picture; else the first letters of a name; a figure where there is none. */
export function Avatar({ name, isGroup = false, picture, className }: Props) {
  const [broken, setBroken] = useState('')
  const words = visible(name)
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? [...word][0] : '')).join('')
  const Figure = isGroup ? Users : User
  return (
    <span
      aria-hidden
      className={classes(
        'flex shrink-0 items-center justify-center overflow-hidden rounded-full bg-accent-tint font-semibold text-accent uppercase select-none',
        className ?? 'size-11 text-base',
      )}
    >
      {picture !== undefined && picture !== broken ? (
        <img src={picture} alt="" loading="lazy" decoding="async" onError={() => setBroken(picture)} className="size-full object-cover" />
      ) : letters === '' || isGroup ? (
        <Figure size={20} />
      ) : (
        letters
      )}
    </span>
  )
}
