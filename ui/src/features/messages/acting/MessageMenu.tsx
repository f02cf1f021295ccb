import { ChevronDown, Copy, Forward, Info, type LucideIcon, Pencil, Pin, PinOff, Reply, Star, StarOff, Trash, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Message } from '../../../api/types'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { Menu, type MenuItem } from '../../../ui/Menu'
import { unformatted } from '../formatting'
import { type Acting, refOf, type Several } from './acting'
import { type Deed, deedsOf, deedsOfAll, wordsOf } from './deeds'

/** As WhatsApp offers them first. */
const signs = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

const figures: Record<Exclude<Deed, 'react'>, LucideIcon> = {
  reply: Reply,
  copy: Copy,
  forward: Forward,
  star: Star,
  unstar: StarOff,
  pin: Pin,
  unpin: PinOff,
  info: Info,
  edit: Pencil,
  deleteForMe: Trash,
  revoke: Trash2,
}

interface Props {
  messages: Several
  acting: Acting
  /** Nothing until somebody wanted it for the first time: before, the menu is not in the page. */
  isOpen: boolean | undefined
  onOpen: (isOpen: boolean) => void
}

/** What can be done with a message or an album, behind the small button in its corner. */
export function MessageMenu({ messages, acting, isOpen, onOpen }: Props) {
  const { t } = useTranslation()
  const button = (
    <IconButton
      size="small"
      label={t('acting.open')}
      // Seen where one points; always found by keyboard and screen readers. A finger holds the message itself: it hits
      // nothing that it does not see.
      className={classes(
        'absolute top-0 size-8! opacity-0 pointer-coarse:pointer-events-none group-hover/bubble:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100',
        messages[0].fromMe ? 'right-full mr-1' : 'left-full ml-1',
      )}
      {...(isOpen === undefined && { onClick: () => onOpen(true), 'aria-haspopup': 'menu' as const })}
    >
      <ChevronDown size={16} />
    </IconButton>
  )
  return isOpen === undefined ? button : <Wanted messages={messages} acting={acting} isOpen={isOpen} onOpen={onOpen} trigger={button} />
}

interface WantedProps extends Props {
  isOpen: boolean
  trigger: ReactNode
}

function Wanted({ messages, acting, isOpen, onOpen, trigger }: WantedProps) {
  const { t } = useTranslation()
  const nowMs = useNow()
  const around = { nowMs, isAdmin: acting.isAdmin }
  const deeds = deedsOfAll(messages, around)
  const [first] = messages
  const ownOf = ({ marks }: Message) => marks.reactions.find(({ fromMe }) => fromMe)?.emoji
  // A sign for an album is given to its last picture, beside whose time it stands, or taken from the one that has it.
  const reacted = messages.find((message) => ownOf(message) !== undefined) ?? messages.at(-1) ?? first
  const own = ownOf(reacted)
  const about = async (kind: 'star' | 'unstar' | 'pin' | 'unpin') => {
    for (const message of messages.filter((message) => deedsOf(message, around).includes(kind))) {
      if (!(await acting.say({ kind, target: refOf(message) }))) return
    }
  }
  const words = messages.map(({ content }) => unformatted(wordsOf(content))).filter((words) => words !== '')
  const act: Record<Exclude<Deed, 'react'>, () => void> = {
    reply: () => acting.answer('reply', first),
    copy: () => void navigator.clipboard?.writeText(words.join('\n')).catch(() => undefined),
    forward: () => acting.ask('forward', messages),
    star: () => void about('star'),
    unstar: () => void about('unstar'),
    pin: () => void about('pin'),
    unpin: () => void about('unpin'),
    info: () => acting.ask('info', messages),
    edit: () => acting.answer('edit', first),
    deleteForMe: () => acting.ask('deleteForMe', messages),
    revoke: () => acting.ask('revoke', messages),
  }
  const items = deeds
    .filter((deed) => deed !== 'react')
    .map((deed): MenuItem => {
      const Figure = figures[deed]
      return {
        label: t(`acting.${deed}`),
        icon: <Figure size={16} aria-hidden />,
        isDangerous: deed === 'revoke' || deed === 'deleteForMe',
        onSelect: act[deed],
      }
    })
  // One's own other sign stands among them, so that it can be taken away.
  const offered = own === undefined || signs.some((sign) => sign === own) ? signs : [...signs, own]
  const head = deeds.includes('react')
    ? [
        ...offered.map((sign) => {
          const isOn = sign === own
          const label = t(isOn ? 'acting.unreact' : 'acting.react', { sign })
          return {
            sign,
            label,
            isOn,
            onSelect: () => void acting.say({ kind: 'reaction', target: refOf(reacted), emoji: isOn ? '' : sign }),
          }
        }),
        { sign: '+', label: t('acting.reactMore'), isOn: false, onSelect: () => acting.ask('react', [reacted]) },
      ]
    : []
  return <Menu isOpen={isOpen} onOpen={onOpen} trigger={trigger} head={head} items={items} />
}
