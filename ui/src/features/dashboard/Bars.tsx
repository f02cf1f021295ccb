import { clockTime } from '../../lib/dates'
import { useTranslation } from '../../lib/translation'
import type { Bar } from './figures'

interface Props {
  bars: readonly Bar[]
  /** Each bar is an hour of one day. */
  isByHour: boolean
}

const roomPx = 144

/** What came and what left, by the hour or by the day; a table for whoever does not see it. */
export function Bars({ bars, isByHour }: Props) {
  const { t, i18n } = useTranslation()
  const most = Math.max(1, ...bars.flatMap(({ received, sent }) => [received, sent]))
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short' })
  const nameOf = ({ atMs }: Bar) => (isByHour ? clockTime(atMs, i18n.language) : day.format(atMs))
  const told = (bar: Bar) => `${nameOf(bar)}: ${t('dashboard.received')} ${count(bar.received)}, ${t('dashboard.sent')} ${count(bar.sent)}`
  // So many short names fit below on a phone, too.
  const every = Math.max(1, Math.ceil(bars.length / 6))
  const brief = new Intl.DateTimeFormat(i18n.language, isByHour ? { hour: 'numeric' } : { day: '2-digit', month: '2-digit' })
  return (
    <>
      <ul aria-hidden className="mb-3 flex gap-4 text-sm text-soft">
        <li className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-sm bg-accent print:[print-color-adjust:exact]" /> {t('dashboard.received')}
        </li>
        <li className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-sm border border-accent bg-accent-tint print:[print-color-adjust:exact]" />{' '}
          {t('dashboard.sent')}
        </li>
        <li className="ml-auto tabular-nums">{t('dashboard.most', { number: count(most) })}</li>
      </ul>
      <div aria-hidden className="flex items-end border-b border-line-strong" style={{ height: roomPx }}>
        {bars.map((bar) => (
          <div
            key={bar.atMs}
            title={told(bar)}
            className="flex h-full min-w-0 grow basis-0 items-end justify-center gap-px px-px hover:bg-sunken"
          >
            <Column of={bar.received} most={most} className="bg-accent forced-colors:bg-[CanvasText]" />
            <Column of={bar.sent} most={most} className="border border-b-0 border-accent bg-accent-tint forced-colors:bg-[Canvas]" />
          </div>
        ))}
      </div>
      <div aria-hidden className="flex pt-1 text-xs text-soft tabular-nums">
        {bars.map((bar, index) => (
          <span key={bar.atMs} className="min-w-0 grow basis-0 overflow-visible whitespace-nowrap">
            {index % every === 0 && brief.format(bar.atMs)}
          </span>
        ))}
      </div>
      <div className="sr-only">
        <table>
          <caption>{t(isByHour ? 'dashboard.byHour' : 'dashboard.byDay')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(isByHour ? 'dashboard.hour' : 'dashboard.day')}</th>
              <th scope="col">{t('dashboard.received')}</th>
              <th scope="col">{t('dashboard.sent')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.atMs}>
                <th scope="row">{nameOf(bar)}</th>
                <td>{count(bar.received)}</td>
                <td>{count(bar.sent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Column({ of, most, className }: { of: number; most: number; className: string }) {
  // One message among thousands is still seen.
  const height = of === 0 ? 0 : Math.max(2, Math.round((of / most) * (roomPx - 4)))
  return (
    <span
      className={`block max-w-7 min-w-0 grow rounded-t-[2px] print:[print-color-adjust:exact] ${of === 0 ? '' : className}`}
      style={{ height }}
    />
  )
}
