import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Images } from 'lucide-react'
import { startTransition, useState } from 'react'

import { chatActions } from '../../../api/chat-settings'
import { troubleOf } from '../../../api/problem'
import { labels as labelsQuery, pictureUrl } from '../../../api/tenant'
import type { Chat } from '../../../api/types'
import { wholeDuration } from '../../../lib/dates'
import { part } from '../../../lib/part'
import { formatPhone } from '../../../lib/phone'
import { useTranslation } from '../../../lib/translation'
import { visible } from '../../../lib/visible'
import { Avatar } from '../../../ui/Avatar'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Notice } from '../../../ui/Notice'
import { Select } from '../../../ui/Select'
import { Assignee } from '../attending/Assignee'
import { Notes } from '../attending/Notes'
import { chatName, isOfMany } from '../chat-words'
import { GroupDetails } from '../groups/GroupDetails'
import { type GroupPane, GroupPaneView } from '../groups/GroupPanes'
import { Words } from '../kinds/parts'
import { Part } from './Part'
import { useSettingChat } from './setting-chat'

const GalleryDialog = part(async () => (await import('../gallery/GalleryDialog')).GalleryDialog)

/** As WhatsApp offers them, in seconds. */
const timers = [0, 86_400, 604_800, 7_776_000]

interface Props {
  tenantId: string
  chat: Chat
  /** Begins at the notes. */
  isAtNotes?: boolean
  /** Shows a message in the conversation. */
  onShow: (messageId: string) => void
  onClose: () => void
}

/** Who or what a chat is with, and what may be done with it; a form or a question takes the place of the rest. */
export function DetailsDialog({ tenantId, chat, isAtNotes, onShow, onClose }: Props) {
  const { t } = useTranslation()
  const [pane, setPane] = useState<GroupPane>()
  const [isGallery, setGallery] = useState(false)
  if (isGallery) {
    return <GalleryDialog tenantId={tenantId} chat={chat} onShow={onShow} onBack={() => setGallery(false)} onClose={onClose} />
  }
  return (
    <Dialog title={t(pane ? `group.pane.${pane.what}` : 'details.open')} onClose={onClose}>
      {pane ? (
        <GroupPaneView tenantId={tenantId} chat={chat} pane={pane} onClose={() => setPane(undefined)} />
      ) : (
        <Overview
          tenantId={tenantId}
          chat={chat}
          isAtNotes={isAtNotes}
          onClose={onClose}
          onPane={setPane}
          // What is shown stays until the gallery is here.
          onGallery={() => startTransition(() => setGallery(true))}
        />
      )}
    </Dialog>
  )
}

interface OverviewProps extends Omit<Props, 'onShow'> {
  onPane: (pane: GroupPane) => void
  onGallery: () => void
}

/** Names, number, who sees to it, notes, labels, members, and when its messages disappear. */
function Overview({ tenantId, chat, isAtNotes = false, onClose, onPane, onGallery }: OverviewProps) {
  const { t, i18n } = useTranslation()
  const setting = useSettingChat(tenantId, chat.id)
  const name = chatName(chat, t)
  const about = visible(chat.kind === 'direct' ? chat.about : (chat.group?.description ?? ''))
  const phone = chat.kind === 'direct' ? formatPhone(chat.pn ?? '') : ''
  const timerName = (seconds: number) => (seconds === 0 ? t('details.timerOff') : wholeDuration(seconds, i18n.language))
  const setTimer = (seconds: string) => setting.mutate(() => chatActions.set(tenantId, chat.id, { disappearsAfterS: Number(seconds) }))
  return (
    <>
      <div className="flex items-center gap-4">
        <Avatar name={chat.name} isGroup={isOfMany(chat)} picture={pictureUrl(tenantId, chat)} className="size-16 text-xl" />
        <div className="min-w-0">
          <p dir="auto" className="text-xl font-semibold break-words">
            {name}
          </p>
          {phone !== '' && phone !== name && <p className="text-soft tabular-nums select-all">{phone}</p>}
          {chat.username !== '' && chat.nameSource !== 'user' && (
            <p className="break-words text-soft select-all">@{visible(chat.username)}</p>
          )}
          {chat.isBlocked && <p className="text-bad">{t('details.isBlocked')}</p>}
        </div>
      </div>
      <button
        type="button"
        onClick={onGallery}
        className="mt-5 flex h-11 w-full items-center gap-3 rounded-md border border-line px-3 text-left font-medium hover:bg-sunken"
      >
        <Images size={18} aria-hidden className="shrink-0 text-soft" />
        <span className="min-w-0 grow truncate">{t('gallery.title')}</span>
        <ChevronRight size={18} aria-hidden className="shrink-0 text-soft" />
      </button>
      {about !== '' && (
        <Part title={t(chat.kind === 'direct' ? 'details.about' : 'details.description')}>
          <p dir="auto">
            <Words text={about} />
          </p>
        </Part>
      )}
      <Part title={t('attending.assignee')}>
        <Assignee tenantId={tenantId} chat={chat} />
      </Part>
      <Part title={t('notes.title')}>
        <Notes tenantId={tenantId} chatId={chat.id} isFirst={isAtNotes} />
      </Part>
      {setting.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(setting.error).code}`)} />}
      {chat.isCurrent && (chat.kind === 'direct' || chat.kind === 'group') && (
        <Part title={t('details.timer')}>
          <Select
            label={t('details.timer')}
            value={String(chat.disappearsAfterS ?? 0)}
            options={timers.map((seconds) => [String(seconds), timerName(seconds)] as const)}
            onChange={setTimer}
          />
        </Part>
      )}
      {chat.isCurrent && <Labels tenantId={tenantId} chat={chat} />}
      {chat.kind === 'group' && <GroupDetails tenantId={tenantId} chat={chat} onPane={onPane} />}
      <div className="mt-6 flex justify-end">
        <Button onClick={onClose} {...(!isAtNotes && { 'data-first-focus': true })}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}

function Labels({ tenantId, chat }: { tenantId: string; chat: Chat }) {
  const { t } = useTranslation()
  const { data: labels = [] } = useQuery(labelsQuery(tenantId))
  const setting = useSettingChat(tenantId, chat.id)
  if (labels.length === 0) return null
  const toggle = (id: string) => {
    const next = chat.labels.includes(id) ? chat.labels.filter((other) => other !== id) : [...chat.labels, id]
    setting.mutate(() => chatActions.label(tenantId, chat.id, next))
  }
  return (
    <Part title={t('details.labels')}>
      <ul className="flex flex-wrap gap-2">
        {labels.map(({ id, name }) => (
          <li key={id}>
            <Button
              size="small"
              kind={chat.labels.includes(id) ? 'primary' : 'plain'}
              aria-pressed={chat.labels.includes(id)}
              onClick={() => toggle(id)}
              className="max-w-56"
            >
              <span dir="auto" className="truncate">
                {visible(name)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {setting.isError && <Notice tone="bad" className="mt-2" title={t(`problem.${troubleOf(setting.error).code}`)} />}
    </Part>
  )
}
