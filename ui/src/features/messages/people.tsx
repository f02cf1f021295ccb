import type { TFunction } from 'i18next'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

import type { Address, Chat, Message } from '../../api/types'
import { formatPhone, phoneDigits } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'

/** Somebody in a conversation: this account's own is nobody else. */
interface Person {
  by: Address
  fromMe: boolean
}

/** What the people of a conversation are called. */
export interface People {
  name: (address: Address) => string
  isMe: (address: Address) => boolean
  /** Several, with this account's own as "you". */
  names: (people: readonly Person[]) => string
  /** By the digits of either address, as a text mentions somebody. */
  mentioned: (digits: string, mentions: readonly Address[]) => string | undefined
}

interface Known {
  names: ReadonlyMap<string, string>
  me: Address | null
}

const Context = createContext<Known>({ names: new Map(), me: null })

interface Props {
  messages: readonly Message[]
  /** Nothing while it is not known. */
  chat: Chat | undefined
  me: Address | null
  children: ReactNode
}

/** Who has written here is known by name, wherever they are mentioned. */
export function KnownPeople({ messages, chat, me, children }: Props) {
  const read = useMemo(() => {
    const names = new Map<string, string>()
    const add = ({ pn, lid }: Address, name: string) => {
      if (visible(name) === '') return
      for (const address of [pn, lid]) if (address !== null && !names.has(address)) names.set(address, name)
    }
    if (chat?.kind === 'direct') add(chat, chat.name)
    for (const { sender, senderName, fromMe } of messages) if (!fromMe) add(sender, senderName)
    return names
  }, [messages, chat])
  // Who is called the same as before has nothing drawn again: messages come and go, and names seldom.
  const [names, setNames] = useState<ReadonlyMap<string, string>>(read)
  if (names !== read && !(names.size === read.size && [...read].every(([address, name]) => names.get(address) === name))) setNames(read)
  const known = useMemo(() => ({ names, me }), [names, me])
  return <Context value={known}>{children}</Context>
}

export function usePeople(): People {
  const { t, i18n } = useTranslation()
  const known = useContext(Context)
  return useMemo(() => peopleOf(known, t, i18n.language), [known, t, i18n.language])
}

/** Without anybody known, for what is told outside of a conversation: a message names its writer itself. */
export const nobodyKnown = (t: TFunction, language: string): People => peopleOf({ names: new Map(), me: null }, t, language)

function peopleOf({ names, me }: Known, t: TFunction, language: string): People {
  const isMe = (address: Address) => me !== null && isSamePerson(address, me)
  const name = ({ pn, lid }: Address) => names.get(pn ?? '') ?? names.get(lid ?? '') ?? (formatPhone(pn ?? '') || t('people.someone'))
  return {
    name,
    isMe,
    names: (people) => {
      const others = people.filter(({ by, fromMe }) => !fromMe && !isMe(by)).map(({ by }) => name(by))
      const mine = others.length === people.length ? [] : [others.length === 0 ? t('people.you') : t('people.youToo')]
      return new Intl.ListFormat(language, { type: 'conjunction' }).format([...others, ...mine])
    },
    mentioned: (digits, mentions) => {
      const who = mentions.find(({ pn, lid }) => [pn, lid].some((address) => address !== null && phoneDigits(address) === digits))
      return who && (isMe(who) ? t('people.you') : name(who))
    },
  }
}

/** By either address. */
export const isSamePerson = (one: Address, other: Address): boolean =>
  (one.pn !== null && one.pn === other.pn) || (one.lid !== null && one.lid === other.lid)

const colours = ['text-author-1', 'text-author-2', 'text-author-3', 'text-author-4', 'text-author-5', 'text-author-6'] as const

/** One of a few colours, for one person always the same. */
export function colourOf({ lid, pn }: Address): string {
  let sum = 7
  for (const char of lid ?? pn ?? '') sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9_973
  return colours[sum % colours.length] ?? colours[0]
}
