import { useQuery } from '@tanstack/react-query'

import { receipts as receiptsQuery } from '../../../api/acting'
import { troubleOf } from '../../../api/problem'
import type { Chat, Message } from '../../../api/types'
import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Notice } from '../../../ui/Notice'
import { Skeleton } from '../../../ui/Skeleton'
import { isOfMany } from '../chat-words'
import { inOneLine } from '../kinds/lines'
import { useSay } from '../kinds/say'
import { Ticks } from '../Ticks'

interface Props {
  tenantId: string
  chat: Chat
  message: Message
  onClose: () => void
}

const steps = [
  ['played', 'playedAtMs'],
  ['read', 'readAtMs'],
  ['delivered', 'deliveredAtMs'],
] as const

/** When an own message was sent, when it arrived and was read; in a group by whom. */
export function InfoDialog({ tenantId, chat, message, onClose }: Props) {
  const { t } = useTranslation()
  const say = useSay()
  const now = useNow()
  const { data: receipts, error } = useQuery(receiptsQuery(tenantId, chat.id, message.id))
  const time = (atMs: number) => <time className="text-soft tabular-nums">{moment(atMs, now, say.language)}</time>
  const isGroup = isOfMany(chat)
  return (
    <Dialog title={t('acting.info')} onClose={onClose}>
      <p dir="auto" className="mb-4 line-clamp-3 rounded-md bg-bubble-out px-3 py-2 break-words">
        {inOneLine(message, say).words}
      </p>
      {error !== null && <Notice tone="bad" className="mb-4" title={t(`problem.${troubleOf(error).code}`)} />}
      {!receipts && error === null && <Skeleton className="mb-4 h-16 w-full" />}
      <dl className="space-y-4">
        {receipts &&
          steps.map(([step, at]) => {
            const theirs = receipts.filter((receipt) => receipt[at] !== null)
            // Hardly anything is ever played; that nobody has read it is worth a line.
            if (theirs.length === 0 && step === 'played') return null
            return (
              <div key={step}>
                <dt className="flex items-center gap-2 font-medium">
                  <Ticks status={step} />
                  {t(`receipt.${step}`)}
                </dt>
                {theirs.length === 0 && <dd className="pl-6 text-soft">{t('acting.notYet')}</dd>}
                {theirs.map((receipt) => (
                  <dd key={receipt.by.lid ?? receipt.by.pn} className="flex justify-between gap-3 pl-6">
                    <span dir="auto" className="min-w-0 truncate">
                      {isGroup ? say.people.name(receipt.by) : ''}
                    </span>
                    {time(receipt[at] ?? 0)}
                  </dd>
                ))}
              </div>
            )
          })}
        {message.atMs !== null && (
          <div>
            <dt className="flex items-center gap-2 font-medium">
              <Ticks status="sent" />
              {t('receipt.sent')}
            </dt>
            <dd className="flex justify-end pl-6">{time(message.atMs)}</dd>
          </div>
        )}
        {message.sentBy !== null && (
          <div>
            <dt className="font-medium">{t('sentBy.title')}</dt>
            <dd className="pl-6">{t(`sentBy.${message.sentBy}`)}</dd>
          </div>
        )}
      </dl>
      <div className="mt-6 flex justify-end">
        <Button onClick={onClose} data-first-focus>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  )
}
