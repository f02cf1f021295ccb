import { weekdayName } from '../../lib/dates'
import { useTranslation } from '../../lib/translation'
import { levelOf } from './figures'

/** How dark each level is; what it says stands in the cell's words. */
const shades = ['bg-sunken', 'bg-accent/25', 'bg-accent/50', 'bg-accent/75', 'bg-accent'] as const

/** When messages come: weekdays by hours, in the reader's time. */
export function HeatMap({ week }: { week: readonly (readonly number[])[] }) {
  const { t, i18n } = useTranslation()
  const most = Math.max(0, ...week.flat())
  const count = new Intl.NumberFormat(i18n.language)
  const dayName = (day: number, weekday: 'short' | 'long') => weekdayName(day, i18n.language, weekday)
  const hours = Array.from({ length: 24 }, (_, hour) => hour)
  return (
    <table className="w-full table-fixed border-separate border-spacing-[2px] text-xs text-soft tabular-nums">
      <caption className="sr-only">{t('dashboard.week')}</caption>
      <thead>
        <tr>
          <td className="w-10" />
          {hours.map((hour) => (
            <th key={hour} scope="col" className="text-left font-normal">
              <span aria-hidden className="block w-0 whitespace-nowrap">
                {hour % 6 === 0 && t('dashboard.oClock', { hour })}
              </span>
              <span className="sr-only">{t('dashboard.oClock', { hour })}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {week.map((cells, day) => (
          <tr key={day}>
            <th scope="row" className="pr-1 text-left font-normal">
              <span aria-hidden>{dayName(day, 'short')}</span>
              <span className="sr-only">{dayName(day, 'long')}</span>
            </th>
            {hours.map((hour) => {
              const value = cells[hour] ?? 0
              return (
                <td
                  key={hour}
                  title={`${dayName(day, 'long')}, ${t('dashboard.oClock', { hour })}: ${count.format(value)}`}
                  className={`h-5 rounded-[3px] p-0 print:h-4 print:[print-color-adjust:exact] forced-colors:border ${shades[levelOf(value, most)] ?? ''}`}
                >
                  <span className="sr-only">{count.format(value)}</span>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
