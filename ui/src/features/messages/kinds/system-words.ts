import type { Address, Message } from '../../../api/types'
import { wholeDuration } from '../../../lib/dates'
import { visible } from '../../../lib/visible'
import { isSamePerson } from '../people'
import type { ContentOf, Say } from './kind'

/** What happened to the chat, in a sentence. */
export function systemWords(content: ContentOf<'system'>, message: Message, { t, language, people }: Say): string {
  const { sender, fromMe } = message
  const doer = visible(message.senderName) || people.name(sender)
  const isMine = fromMe || people.isMe(sender)
  const names = (who: readonly Address[]) => people.names(who.map((by) => ({ by, fromMe: false })))
  const isMeAlone = (who: readonly Address[]) => who.length === 1 && who[0] !== undefined && people.isMe(who[0])
  const count = (who: readonly Address[]) => ({ who: names(who), count: who.length })
  const byThemselves = (who: readonly Address[]) => who.length === 1 && who[0] !== undefined && isSamePerson(who[0], sender)
  switch (content.what) {
    case 'group_created':
      return isMine
        ? t('system.createdByYou', { name: visible(content.subject) })
        : t('system.created', { by: doer, name: visible(content.subject) })
    case 'joined': {
      const { who } = content
      if (isMeAlone(who)) return byThemselves(who) || isMine ? t('system.youJoined') : t('system.addedYou', { by: doer })
      if (byThemselves(who) || !isKnown(sender)) return t('system.joined', count(who))
      return isMine ? t('system.addedByYou', { who: names(who) }) : t('system.added', { by: doer, who: names(who) })
    }
    case 'left': {
      const { who } = content
      if (isMeAlone(who)) return byThemselves(who) || isMine ? t('system.youLeft') : t('system.removedYou', { by: doer })
      if (byThemselves(who) || !isKnown(sender)) return t('system.left', count(who))
      return isMine ? t('system.removedByYou', { who: names(who) }) : t('system.removed', { by: doer, who: names(who) })
    }
    case 'promoted':
      return isMeAlone(content.who) ? t('system.youPromoted') : t('system.promoted', count(content.who))
    case 'demoted':
      return isMeAlone(content.who) ? t('system.youDemoted') : t('system.demoted', count(content.who))
    case 'subject':
      return t('system.subject', { name: visible(content.subject) })
    case 'description':
      return visible(content.description) === '' ? t('system.noDescription') : t('system.description')
    case 'picture':
      return content.isSet ? t('system.picture') : t('system.noPicture')
    case 'group_setting':
      return settingWords(content.setting, content.isOn, t)
    case 'disappearing_timer':
      return content.afterS === 0 ? t('system.noTimer') : t('system.timer', { time: wholeDuration(content.afterS, language) })
    case 'security_number_changed':
      return t('system.securityNumber', { who: doer })
    case 'number_changed':
      return content.to ? t('system.numberTo', { who: doer, to: people.name(content.to) }) : t('system.number', { who: doer })
    case 'other':
      return t('system.other')
  }
}

function settingWords(setting: string, isOn: boolean, t: Say['t']): string {
  switch (setting) {
    case 'announcement':
      return isOn ? t('system.adminsWrite') : t('system.allWrite')
    case 'locked':
      return isOn ? t('system.adminsEdit') : t('system.allEdit')
    case 'membership_approval_mode':
      return isOn ? t('system.approval') : t('system.noApproval')
    default:
      return t('system.setting')
  }
}

const isKnown = ({ pn, lid }: Address) => pn !== null || lid !== null
