import type { TFunction } from 'i18next'
import type { LucideIcon } from 'lucide-react'

import type { Content, Message } from '../../../api/types'
import type { People } from '../people'

export type ContentOf<Name extends Content['kind']> = Extract<Content, { kind: Name }>

/** What it takes to put something into words. */
export interface Say {
  t: TFunction
  language: string
  people: People
}

/** How one kind of content is told in one line, for a list. */
export interface Line<Name extends Content['kind']> {
  /** What stands before its words; words alone need nothing. */
  figure: (content: ContentOf<Name>) => LucideIcon | null
  line: (content: ContentOf<Name>, message: Message, say: Say) => string
}

/** What its view in a conversation is given. */
export interface ViewProps<Name extends Content['kind']> {
  content: ContentOf<Name>
  message: Message
}
