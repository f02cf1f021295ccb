import { local } from '../../lib/local'

const beginning = (tenantId: string) => `portaria.draft.${tenantId}.`
const place = (tenantId: string, chatId: string) => beginning(tenantId) + chatId

type Follower = (text: string, isFromHere: boolean) => void

const followers = new Map<string, Set<Follower>>()

/** What was typed and not sent, kept in this browser. */
export const drafts = {
  get: (tenantId: string, chatId: string): string => local.get(place(tenantId, chatId)) ?? '',
  /** Tells what another tab of this browser makes of it, or another part of this page, until the returned function is called. */
  follow: (tenantId: string, chatId: string, onChange: Follower): (() => void) => {
    const name = place(tenantId, chatId)
    const hear = ({ key, newValue }: StorageEvent) => {
      if (key === name) onChange(newValue ?? '', false)
    }
    const here = followers.get(name) ?? new Set()
    followers.set(name, here.add(onChange))
    addEventListener('storage', hear)
    return () => {
      here.delete(onChange)
      removeEventListener('storage', hear)
    }
  },
  /** Puts words before what is typed in a chat, for whoever writes there. */
  putBefore: (tenantId: string, chatId: string, words: string, isFromHere = true): void => {
    const typed = drafts.get(tenantId, chatId)
    const text = typed === '' ? words : `${words}\n${typed}`
    drafts.set(tenantId, chatId, text)
    followers.get(place(tenantId, chatId))?.forEach((tell) => tell(text, isFromHere))
  },
  /** Hands over what is typed in a chat to another one, which it became. */
  move: (tenantId: string, from: string, to: string): void => {
    const typed = drafts.get(tenantId, from)
    if (typed === '') return
    drafts.putBefore(tenantId, to, typed, false)
    drafts.set(tenantId, from, '')
    followers.get(place(tenantId, from))?.forEach((tell) => tell('', false))
  },
  /** In which chats something was typed. */
  chats: (tenantId: string): string[] => local.names(beginning(tenantId)).map((name) => name.slice(beginning(tenantId).length)),
  forget: (tenantId: string): void => local.names(beginning(tenantId)).forEach((name) => local.set(name, null)),
  set: (tenantId: string, chatId: string, text: string): void => local.set(place(tenantId, chatId), text.trim() === '' ? null : text),
}
