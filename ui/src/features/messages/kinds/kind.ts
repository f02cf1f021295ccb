import type { TFunction } from 'i18next'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Content, Message } from '../../../api/types'
import type { People } from '../people'

export type ContentOf<Name extends Content['kind']> = Extract<Content, { kind: Name }>

/** What it takes to put something into words. */
export interface Say {
  t: TFunction
  language: string
  people: People
}

/** How one kind of content is shown. */
export interface Kind<Name extends Content['kind']> {
  /** What stands before its words in one line; words alone need nothing. */
  figure: (content: ContentOf<Name>) => LucideIcon | null
  /** It in one line, for a list. */
  line: (content: ContentOf<Name>, message: Message, say: Say) => string
  /** It in the conversation. */
  View: (props: { content: ContentOf<Name>; message: Message }) => ReactNode
}
