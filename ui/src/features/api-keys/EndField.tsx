import { dateAndTime } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Choice } from '../../ui/Choice'
import { Field } from '../../ui/Field'
import { type End, endOf, ends } from './terms'

interface Props {
  end: End
  /** As a field of the browser gives it: `2026-12-24`. */
  date: string
  /** A day that is not there is asked for. */
  isMissing: boolean
  onEnd: (end: End) => void
  onDate: (date: string) => void
}

/** Until when a key opens, and which moment that is. */
export function EndField({ end, date, isMissing, onEnd, onDate }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const endsAtMs = endOf(end, date, now)
  const when = typeof endsAtMs === 'number' ? t('apiKeys.validUntil', { when: dateAndTime(endsAtMs, i18n.language) }) : undefined
  return (
    <div className="space-y-2">
      <p aria-hidden className="mb-1.5 text-sm font-medium">
        {t('apiKeys.until')}
      </p>
      <Choice
        label={t('apiKeys.until')}
        options={ends.map((value) => ({ value, label: t(`apiKeys.end.${value}`) }))}
        value={end}
        onChange={onEnd}
      />
      {end === 'date' ? (
        <Field
          label={t('apiKeys.day')}
          type="date"
          value={date}
          onChange={(event) => onDate(event.target.value)}
          hint={when}
          error={endsAtMs === undefined && (isMissing || date !== '') ? t('apiKeys.dayMissing') : undefined}
        />
      ) : (
        <p className="text-sm text-soft">{when ?? t('apiKeys.endsNever')}</p>
      )}
    </div>
  )
}
