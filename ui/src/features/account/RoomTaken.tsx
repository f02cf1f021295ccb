import { useQuery } from '@tanstack/react-query'

import { roomTaken } from '../../api/account'
import { troubleOf } from '../../api/problem'
import { dateAndTime } from '../../lib/dates'
import { bytes } from '../../lib/numbers'
import { useTranslation } from '../../lib/translation'
import { Notice } from '../../ui/Notice'
import { ProgressBar } from '../../ui/ProgressBar'
import { Skeleton } from '../../ui/Skeleton'

const kinds = ['image', 'video', 'audio', 'application', 'text'] as const
type Kind = (typeof kinds)[number]
const isKind = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind)

/** How much room messages and files take at the provider's. */
export function RoomTaken({ tenantId }: { tenantId: string }) {
  const { t, i18n } = useTranslation()
  const query = useQuery(roomTaken(tenantId))
  if (!query.data) {
    return query.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} /> : <Skeleton className="h-24" />
  }
  const { mediaBytes, mediaLimitBytes, messagesBytes, mediaFiles, byKind, oldestAtMs } = query.data
  const size = (count: number) => bytes(count, i18n.language)
  const rows = [
    ...byKind.map(({ kind, bytes: taken }) => [t(`room.${isKind(kind) ? kind : 'other'}`), taken] as const),
    [t('room.messages'), messagesBytes] as const,
  ]
  return (
    <div className="space-y-4">
      <div>
        <p className="mb-2 tabular-nums">{t('room.files', { count: mediaFiles, used: size(mediaBytes), limit: size(mediaLimitBytes) })}</p>
        <ProgressBar label={t('room.title')} max={Math.max(1, mediaLimitBytes)} value={Math.min(mediaBytes, mediaLimitBytes)} />
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5">
        {rows.map(([label, taken]) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="text-right tabular-nums">{size(taken)}</dd>
          </div>
        ))}
      </dl>
      {oldestAtMs !== null && <p className="text-sm text-soft">{t('room.oldest', { when: dateAndTime(oldestAtMs, i18n.language) })}</p>}
    </div>
  )
}
