import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { actingActions } from '../../../api/acting'
import { noticeChange } from '../../../api/chat-events'
import { type TroubleCode, troubleOf } from '../../../api/problem'
import { chats as chatsQuery, pictureUrl } from '../../../api/tenant'
import type { Chat, Draft } from '../../../api/types'
import { searchRestMs, useSettled } from '../../../lib/settled'
import { useTranslation } from '../../../lib/translation'
import { Avatar } from '../../../ui/Avatar'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { FormActions } from '../../../ui/FormActions'
import { ListSkeleton } from '../../../ui/ListSkeleton'
import { Notice } from '../../../ui/Notice'
import { SearchField } from '../../../ui/SearchField'
import { chatName, isOfMany } from '../chat-words'
import { newKey } from '../sender'
import { refOf, type Several } from './acting'

interface Props {
  tenantId: string
  messages: Several
  onClose: () => void
}

/** So many chats get a message at a time, as with WhatsApp. */
const mostChats = 5

/** What goes before the parts of an album; nothing before one message. */
function headOf(messages: Several): Extract<Draft, { kind: 'album' }> | undefined {
  if (messages.length === 1) return undefined
  const images = messages.filter(({ content }) => content.kind === 'media' && content.file === 'image').length
  return { kind: 'album', images, videos: messages.length - images }
}

/** Picks the chats that a message or an album is sent on to. */
export function ForwardDialog({ tenantId, messages, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const query = useInfiniteQuery({
    ...chatsQuery(tenantId, useSettled(words.trim(), searchRestMs)),
    placeholderData: keepPreviousData,
  })
  const listed = query.data?.pages.flatMap(({ items }) => items).filter(({ isCurrent, kind }) => isCurrent && kind !== 'newsletter')
  // Each with the keys of its sendings: pressing again after a lost answer does not send twice.
  const [chosen, setChosen] = useState<ReadonlyMap<string, { chat: Chat; headKey: string; keys: string[] }>>(new Map())
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<TroubleCode>()
  // Why what was pressed did nothing.
  const [hint, setHint] = useState<'none' | 'full'>()
  const isFull = chosen.size >= mostChats

  const toggle = (chat: Chat) => {
    if (isFull && !chosen.has(chat.id)) return setHint('full')
    setHint(undefined)
    const next = new Map(chosen)
    if (!next.delete(chat.id)) next.set(chat.id, { chat, headKey: newKey(), keys: messages.map(newKey) })
    setChosen(next)
  }
  const send = async () => {
    setBusy(true)
    setTrouble(undefined)
    const left = new Map(chosen)
    try {
      for (const [chatId, { headKey, keys }] of chosen) {
        const head = headOf(messages)
        const album = head && (await actingActions.say(tenantId, chatId, head, headKey)).id
        for (const [index, message] of messages.entries()) {
          const draft = { kind: 'forward', target: refOf(message), ...(album && { album }) } as const
          await actingActions.say(tenantId, chatId, draft, keys[index] ?? newKey())
        }
        left.delete(chatId)
        noticeChange(client, tenantId, chatId)
      }
      onClose()
    } catch (error) {
      // Those that have it are not sent it again.
      setChosen(left)
      setTrouble(troubleOf(error).code)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen.size === 0) return setHint('none')
    if (!isBusy) void send()
  }
  return (
    <Dialog title={t('acting.forwardTitle', { count: messages.length })} onClose={onClose}>
      <form onSubmit={submit} className="space-y-3">
        <SearchField label={t('acting.forwardSearch')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} />
        {listed === undefined && query.isError ? (
          <div className="h-72">
            <Notice
              tone="bad"
              title={t('chats.failed')}
              text={t(`problem.${troubleOf(query.error).code}`)}
              action={
                <Button size="small" onClick={() => void query.refetch()}>
                  {t('common.retry')}
                </Button>
              }
            />
          </div>
        ) : !listed ? (
          <div className="flex h-72 overflow-hidden rounded-md border border-line">
            <ListSkeleton of="people" />
          </div>
        ) : listed.length === 0 ? (
          <p role="status" className="h-72 rounded-md border border-line p-3 text-soft">
            {t('acting.forwardNobody')}
          </p>
        ) : (
          <ul className="h-72 overflow-y-auto overscroll-contain rounded-md border border-line" aria-label={t('portal.chats')}>
            {listed.map((chat) => (
              <li key={chat.id}>
                <label className="flex h-14 cursor-pointer items-center gap-3 px-3 hover:bg-sunken">
                  <input
                    type="checkbox"
                    className="size-4 shrink-0 accent-accent"
                    checked={chosen.has(chat.id)}
                    // It can be pressed nevertheless, and says why it does nothing.
                    aria-disabled={isFull && !chosen.has(chat.id)}
                    onChange={() => toggle(chat)}
                  />
                  <Avatar name={chat.name} isGroup={isOfMany(chat)} picture={pictureUrl(tenantId, chat)} className="size-9 text-sm" />
                  <span dir="auto" className="truncate">
                    {chatName(chat, t)}
                  </span>
                </label>
              </li>
            ))}
          </ul>
        )}
        {hint !== undefined && (
          <p role="alert" className="text-sm text-bad">
            {t(hint === 'full' ? 'acting.forwardFull' : 'acting.forwardNone', { count: mostChats })}
          </p>
        )}
        <p className="text-sm text-soft" aria-live="polite">
          {chosen.size === 0
            ? t('acting.forwardHint', { count: mostChats })
            : [...chosen.values()].map(({ chat }) => chatName(chat, t)).join(', ')}
        </p>
        {trouble !== undefined && <Notice tone="bad" title={t(`problem.${trouble}`)} />}
        <FormActions submit={t('acting.forward')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
