import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'

import { participants as participantsQuery } from '../../../api/acting'
import { foundReplies, quickReplies } from '../../../api/quick-replies'
import { folded } from '../../../lib/folded'
import { useTranslation } from '../../../lib/translation'
import { useActing } from '../acting/acting'
import { usePeople } from '../people'
import { type Completing, completingAt, type Named, withMentions } from './completing'
import { type Completion, optionId } from './Completions'
import { emojis as emojisQuery, found } from './emoji'
import { replyWords } from './reply-words'

const mostShown = 8
/** Quick replies are what one came for: the list of them scrolls. */
const mostReplies = 50

interface Given {
  tenantId: string
  chatId: string
  text: string
  /** An edit takes words alone. */
  mayMention: boolean
  onChoose: (completing: Completing, chosen: string) => void
}

/** What may be completed in the field, and the keys that choose among it. */
export function useCompletions({ tenantId, chatId, text, mayMention, onChoose }: Given) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const people = usePeople()
  const acting = useActing()
  const isGroup = acting?.chat.kind === 'group'
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  // Closed with Escape, until another word is begun.
  const [closedAt, setClosedAt] = useState<number>()
  const asked = completingAt(text, Math.min(caret, text.length))
  const completing = asked?.sign === '@' && !mayMention ? undefined : asked
  const { data: members = [] } = useQuery({ ...participantsQuery(tenantId, chatId), enabled: isGroup })
  const { data: emojis = [] } = useQuery({ ...emojisQuery(i18n.language), enabled: completing?.sign === ':' })
  const { data: replies = [] } = useQuery({ ...quickReplies(tenantId), enabled: completing?.sign === '/' && acting !== null })
  // Nobody is called "someone": that is said of whoever has no name here.
  const named: Named[] = members
    .filter(({ party }) => !people.isMe(party))
    .map(({ party }) => ({ name: people.name(party), party }))
    .filter(({ name }) => name !== t('people.someone'))
  // Who was chosen: two people may have one name.
  const [picked, setPicked] = useState<readonly Named[]>([])

  const completions: Completion[] =
    !completing || closedAt === completing.from
      ? []
      : completing.sign === '@'
        ? named
            .filter(({ name }) =>
              folded(name)
                .split(/\s+/)
                .some((word) => word.startsWith(folded(completing.words))),
            )
            .slice(0, mostShown)
            .map((one) => ({ key: one.party.lid ?? one.party.pn ?? one.name, label: one.name, text: `@${one.name}`, named: one }))
        : completing.sign === '/'
          ? foundReplies(acting ? replies : [], completing.words)
              .slice(0, mostReplies)
              .map(({ id, shortcut, text }) => ({ key: id, label: `/${shortcut}`, detail: text, text }))
          : found(emojis, completing.words)
              .slice(0, mostShown)
              .map(({ sign, name }) => ({ key: sign, label: name, text: sign, sign }))
  const isOpen = completions.length > 0
  const chosenAt = Math.min(at, completions.length - 1)

  const choose = (completion: Completion) => {
    setAt(0)
    const { named: one } = completion
    if (one) setPicked((before) => [...before, one])
    if (!completing) return
    const isReply = completing.sign === '/' && acting !== null
    onChoose(completing, isReply ? replyWords(completion.text, acting.chat, Date.now(), i18n.language) : completion.text)
  }
  /** Whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing || event.shiftKey) return false
    const chosen = completions[chosenAt]
    if (event.key === 'ArrowDown') setAt((chosenAt + 1) % completions.length)
    else if (event.key === 'ArrowUp') setAt((chosenAt + completions.length - 1) % completions.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) choose(chosen)
    else if (event.key === 'Escape') setClosedAt(completing?.from)
    else return false
    event.preventDefault()
    return true
  }
  return {
    id,
    completions,
    at: chosenAt,
    choose,
    /** The text as it goes out, and whom it mentions. What is typed next begins with nobody chosen. */
    takeMentions: () => {
      setPicked([])
      return withMentions(text.trim(), named, picked)
    },
    onKey,
    setCaret: (next: number) => {
      setCaret(next)
      setAt(0)
    },
    /** For the field: which list belongs to it, and what is chosen in it. */
    field: isOpen
      ? ({ 'aria-controls': id, 'aria-activedescendant': optionId(id, chosenAt), 'aria-autocomplete': 'list' } as const)
      : ({ 'aria-autocomplete': 'list' } as const),
  }
}
