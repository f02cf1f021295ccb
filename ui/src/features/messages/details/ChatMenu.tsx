import {
  Archive,
  ArchiveRestore,
  Ban,
  Bell,
  BellOff,
  Eraser,
  Info,
  type LucideIcon,
  MessageCircleDashed,
  MoreVertical,
  Pin,
  PinOff,
  StickyNote,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'

import { chatActions } from '../../../api/chat-settings'
import { troubleOf } from '../../../api/problem'
import { sendingActions } from '../../../api/sending'
import type { Chat, ChatSettings } from '../../../api/types'
import { useNow } from '../../../lib/now'
import { part } from '../../../lib/part'
import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { ConfirmDialog } from '../../../ui/ConfirmDialog'
import { Menu, type MenuItem } from '../../../ui/Menu'
import { chatName, isMuted } from '../chat-words'
import { useSettingChat } from './setting-chat'

const DetailsDialog = part(async () => (await import('./DetailsDialog')).DetailsDialog)

const hourMs = 60 * 60_000
/** What is not done without a question. */
type Asked = 'clear' | 'delete' | 'block'

interface Props {
  tenantId: string
  chat: Chat
  /** Shows a message in the conversation. */
  onShow: (messageId: string) => void
}

/** What can be done with a chat as a whole, and the way to its details. */
export function ChatMenu({ tenantId, chat, onShow }: Props) {
  const { t } = useTranslation()
  const now = useNow()
  const [asked, setAsked] = useState<Asked>()
  const [detailed, setDetailed] = useState<'all' | 'notes'>()
  const setting = useSettingChat(tenantId, chat.id, () => setAsked(undefined))
  const set = (body: ChatSettings) => () => setting.mutate(() => chatActions.set(tenantId, chat.id, body))
  const isUnread = chat.isMarkedUnread || chat.unread > 0
  const item = (label: string, Figure: LucideIcon, onSelect: () => void, isDangerous = false): MenuItem => {
    return { label, icon: <Figure size={16} aria-hidden />, onSelect, isDangerous }
  }
  const ask = (what: Asked) => () => {
    setting.reset()
    setAsked(what)
  }
  const unblock = () => setting.mutate(() => chatActions.block(tenantId, chat.id, false))
  const read = async () => {
    await sendingActions.read(tenantId, chat.id)
    return undefined
  }
  const items: MenuItem[] = [
    item(t('details.open'), Info, () => setDetailed('all')),
    item(t('notes.write'), StickyNote, () => setDetailed('notes')),
    ...(chat.isCurrent
      ? [
          chat.isArchived
            ? item(t('details.unarchive'), ArchiveRestore, set({ isArchived: false }))
            : item(t('details.archive'), Archive, set({ isArchived: true })),
          chat.pinnedAtMs === null
            ? item(t('details.pin'), Pin, set({ isPinned: true }))
            : item(t('details.unpin'), PinOff, set({ isPinned: false })),
          ...(isMuted(chat, now)
            ? [item(t('details.unmute'), Bell, set({ isMuted: false }))]
            : [
                item(t('details.muteHours'), BellOff, () => set({ isMuted: true, mutedUntil: new Date(now + 8 * hourMs).toISOString() })()),
                item(t('details.mute'), BellOff, set({ isMuted: true })),
              ]),
          isUnread
            ? item(t('details.markRead'), MessageCircleDashed, () => setting.mutate(read))
            : item(t('details.markUnread'), MessageCircleDashed, set({ isMarkedUnread: true })),
          ...(chat.kind === 'direct'
            ? [chat.isBlocked ? item(t('details.unblock'), Ban, unblock) : item(t('details.block'), Ban, ask('block'), true)]
            : []),
          item(t('details.clear'), Eraser, ask('clear'), true),
          item(t('details.delete'), Trash2, ask('delete'), true),
        ]
      : []),
  ]
  const deeds: Record<Asked, () => Promise<Chat | undefined>> = {
    clear: () => chatActions.clear(tenantId, chat.id),
    delete: () => chatActions.delete(tenantId, chat.id),
    block: () => chatActions.block(tenantId, chat.id, true),
  }
  const trouble = setting.isError ? t(`problem.${troubleOf(setting.error).code}`) : undefined
  const name = chatName(chat, t)
  return (
    <>
      {trouble !== undefined && asked === undefined && detailed === undefined && (
        <p role="alert" className="max-w-60 text-right text-sm text-bad">
          {trouble}
        </p>
      )}
      {chat.notes > 0 && (
        <Button
          kind="quiet"
          size="small"
          icon={<StickyNote size={17} aria-hidden />}
          aria-label={t('notes.count', { count: chat.notes })}
          title={t('notes.count', { count: chat.notes })}
          onClick={() => setDetailed('notes')}
          className="bg-warn-tint text-warn! tabular-nums"
        >
          {chat.notes}
        </Button>
      )}
      <Menu
        trigger={
          <IconButton label={t('details.menu')}>
            <MoreVertical size={20} />
          </IconButton>
        }
        items={items}
      />
      {asked !== undefined && (
        <ConfirmDialog
          title={t(`details.${asked}Title`, { name })}
          text={t(`details.${asked}Text`)}
          verb={t(`details.${asked}`)}
          isBusy={setting.isPending}
          trouble={trouble}
          onConfirm={() => setting.mutate(deeds[asked])}
          onClose={() => setAsked(undefined)}
        />
      )}
      {detailed !== undefined && (
        <DetailsDialog
          tenantId={tenantId}
          chat={chat}
          isAtNotes={detailed === 'notes'}
          onShow={(messageId) => {
            setDetailed(undefined)
            onShow(messageId)
          }}
          onClose={() => setDetailed(undefined)}
        />
      )}
    </>
  )
}
