import { useQuery } from '@tanstack/react-query'

import { overview as overviewQuery } from '../../api/admin'
import type { SessionStatus } from '../../api/types'
import { tones } from '../../features/session/session-words'
import { duration } from '../../lib/dates'
import { bytes } from '../../lib/numbers'
import { useTranslation } from '../../lib/translation'
import { Skeleton } from '../../ui/Skeleton'
import { type Tone, toneDot } from '../../ui/tone'

const groups = [
  { label: 'overview.connected', dot: 'ok', of: ['ok'] },
  { label: 'overview.waiting', dot: 'busy', of: ['busy'] },
  { label: 'overview.failing', dot: 'bad', of: ['bad', 'warn'] },
  { label: 'overview.resting', dot: 'rest', of: ['rest'] },
] as const satisfies { label: string; dot: Tone; of: Tone[] }[]

/** The whole at a glance. */
export function OverviewStrip() {
  const { t, i18n } = useTranslation()
  const { data } = useQuery(overviewQuery)
  const number = new Intl.NumberFormat(i18n.language)
  const count = (of: readonly Tone[]) =>
    Object.entries(data?.byStatus ?? {}).reduce((sum, [word, many]) => sum + (of.includes(tones[word as SessionStatus]) ? many : 0), 0)
  const figures: { label: string; value: string | undefined; dot?: Tone }[] = [
    ...groups.map(({ label, dot, of }) => ({ label: t(label), dot, value: data && number.format(count(of)) })),
    {
      label: t('overview.memory'),
      value: data && (data.memoryBytes === null ? t('common.notShown') : bytes(data.memoryBytes, i18n.language)),
    },
    { label: t('overview.uptime'), value: data && duration(data.uptimeMs, i18n.language) },
    { label: t('overview.version'), value: data?.version },
  ]
  return (
    <dl
      aria-label={t('overview.title')}
      className="grid shrink-0 grid-cols-4 overflow-hidden rounded-lg border border-line bg-surface max-sm:grid-cols-2 min-[1100px]:grid-cols-7"
    >
      {figures.map(({ label, value, dot }, index) => (
        <div key={label} className={`-mt-px -ml-px border-t border-l border-line px-4 py-3 ${index > 3 ? 'max-sm:hidden' : ''}`}>
          <dt className="flex items-center gap-1.5 text-xs text-soft">
            {dot && <span aria-hidden className={`size-2 rounded-full ${toneDot[dot]}`} />}
            {label}
          </dt>
          <dd className="mt-0.5 h-7 truncate text-xl font-semibold tabular-nums">{value ?? <Skeleton className="mt-1.5 h-5 w-12" />}</dd>
        </div>
      ))}
    </dl>
  )
}
