// Each kind of content in one line, as lists tell it; how a conversation shows it is its own file.
import {
  Ban,
  Banknote,
  CalendarDays,
  ChartBarBig,
  CircleCheck,
  ContactRound,
  Images,
  Info,
  ListChecks,
  Lock,
  type LucideIcon,
  MapPin,
  Phone,
  ShoppingBag,
  ShoppingCart,
  Smartphone,
  UsersRound,
  Video,
} from 'lucide-react'

import type { AlbumSoFar, Chat, Content, Message } from '../../../api/types'
import { playTime } from '../../../lib/dates'
import { money } from '../../../lib/money'
import { plainFileName } from '../../../lib/visible'
import { unformatted } from '../formatting'
import { isSamePerson } from '../people'
import type { ContentOf, Line, Say } from './kind'
import { figures } from './media/media'
import { systemWords } from './system-words'

/** Each is cut by `inOneLine`; of long words this much is enough to look at. */
const mostLetters = 400

/** A word in one line with what follows it: `Enquete: Qual dia?` */
const told = (word: string, more: string | null | undefined): string => (more ? `${word}: ${more}` : word)

const lines: { [Name in Content['kind']]: Line<Name> } = {
  text: { figure: () => null, line: ({ text }) => unformatted(text.slice(0, mostLetters)) },
  media: {
    figure: ({ file }) => figures[file],
    line: ({ file, caption, fileName, durationS }, _, { t }) => {
      const name = plainFileName(fileName ?? '')
      const more = unformatted((caption || name).slice(0, mostLetters)) || (durationS ? playTime(durationS) : '')
      return more === '' ? t(`kind.${file}`) : `${t(`kind.${file}`)} · ${more}`
    },
  },
  album: {
    figure: () => Images,
    line: ({ images, videos }, _, { t }) => `${t('kind.album')} · ${t('summary.files', { count: images + videos })}`,
  },
  place: {
    figure: () => MapPin,
    line: ({ isLive, name, address, caption }, _, { t }) =>
      told(isLive ? t('summary.livePlace') : t('kind.place'), name || address || caption),
  },
  contacts: {
    figure: () => ContactRound,
    line: ({ cards }, _, { t, language }) =>
      told(t('kind.contacts'), new Intl.ListFormat(language, { type: 'conjunction' }).format(cards.map(({ name }) => name))),
  },
  poll: { figure: () => ChartBarBig, line: ({ question }, _, { t }) => told(t('kind.poll'), question) },
  occasion: {
    figure: () => CalendarDays,
    line: ({ name, isCancelled }, _, { t }) => told(isCancelled ? t('summary.cancelled') : t('kind.occasion'), name),
  },
  choices: { figure: () => ListChecks, line: ({ text, header }, _, { t }) => told(t('kind.choices'), text || header) },
  chosen: { figure: () => CircleCheck, line: ({ title }, _, { t }) => title || t('kind.chosen') },
  product: { figure: () => ShoppingBag, line: ({ title }, _, { t }) => told(t('kind.product'), title) },
  order: {
    figure: () => ShoppingCart,
    line: ({ title, items }, _, { t }) => told(t('kind.order'), title || t('summary.items', { count: items })),
  },
  payment: {
    figure: () => Banknote,
    line: ({ about, amountThousandths, currency }, _, { t, language }) => {
      const word = t(`payment.${about}`)
      return amountThousandths == null ? word : `${word} · ${money(amountThousandths, currency, language)}`
    },
  },
  group_invitation: { figure: () => UsersRound, line: ({ name }, _, { t }) => told(t('kind.group_invitation'), name) },
  call: {
    figure: ({ isVideo }) => (isVideo ? Video : Phone),
    line: (content, { fromMe }, { t }) => `${callWord(content, t)} · ${callOutcome(content, fromMe, t)}`,
  },
  system: { figure: () => Info, line: systemWords },
  open_on_phone: { figure: () => Smartphone, line: (_content, _message, { t }) => t('kind.open_on_phone') },
  deleted: { figure: () => Ban, line: (_, message, say) => deletedWords(message, say) },
  undecryptable: { figure: () => Lock, line: (_content, _message, { t }) => t('kind.undecryptable') },
  unsupported: { figure: () => Smartphone, line: (_content, _message, { t }) => t('kind.unsupported') },
}

/** A message in one line, and the figure before it. One of a later version than this page knows is unsupported. */
export function inOneLine(message: Message, say: Say): { figure: LucideIcon | null; words: string } {
  const { content } = message
  const { figure, line } = (lines[content.kind] ?? lines.unsupported) as Line<Content['kind']>
  return { figure: figure(content), words: line(content, message, say).replace(/\s+/g, ' ').trim().slice(0, 200) }
}

/** The newest message of a chat in one line; of an album what has come of it, as WhatsApp's own lists say it. */
export function lastInOneLine({ lastAlbum }: Pick<Chat, 'lastAlbum'>, message: Message, say: Say): ReturnType<typeof inOneLine> {
  if (!lastAlbum || message.content.kind !== 'media') return inOneLine(message, say)
  const caption = unformatted((lastAlbum.caption ?? '').slice(0, mostLetters))
  const words = caption === '' ? albumWords(lastAlbum, say) : `${albumWords(lastAlbum, say)} · ${caption}`
  return { figure: Images, words: words.replace(/\s+/g, ' ').trim().slice(0, 200) }
}

/** “2 photos, 1 video” */
function albumWords({ images, videos }: Pick<AlbumSoFar, 'images' | 'videos'>, { t }: Pick<Say, 't'>): string {
  const parts = [images > 0 && t('summary.photos', { count: images }), videos > 0 && t('summary.films', { count: videos })]
  return parts.filter(Boolean).join(', ')
}

type Call = ContentOf<'call'>

export const callWord = ({ isVideo }: Call, t: Say['t']): string => (isVideo ? t('summary.videoCall') : t('kind.call'))

export function callOutcome({ outcome, durationS }: Call, fromMe: boolean, t: Say['t']): string {
  const told = outcome === 'missed' && fromMe ? t('summary.noReply') : t(`call.${outcome}`)
  return durationS ? `${told} · ${playTime(durationS)}` : told
}

/** By whom, where it was not its writer. */
export function deletedWords({ marks: { deleted }, sender, fromMe }: Message, { t, people }: Say): string {
  if (deleted?.fromMe === true) return t('summary.deletedByYou')
  if (!deleted || (!fromMe && isSamePerson(deleted.by, sender))) return t('kind.deleted')
  return t('summary.deletedBy', { by: people.name(deleted.by) })
}
