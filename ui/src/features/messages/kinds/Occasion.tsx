import { CalendarDays } from 'lucide-react'

import { period } from '../../../lib/dates'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { refOf, useActing } from '../acting/acting'
import { usePeople } from '../people'
import type { ViewProps } from './kind'
import { Action, Card, Soft, Words } from './parts'
import { mapUrl } from './Place'

const attendances = ['going', 'maybe', 'not_going'] as const

export function OccasionView({ content, message }: ViewProps<'occasion'>) {
  const { t, i18n } = useTranslation()
  const people = usePeople()
  const { name, description, place, startsAtS, endsAtS, joinLink, isCancelled } = content
  const acting = useActing()
  const { answers } = message.marks
  const mine = answers.find(({ fromMe }) => fromMe)?.attendance
  const where = place && (place.name || place.address)
  return (
    <Card figure={CalendarDays} word={isCancelled ? t('summary.cancelled') : t('kind.occasion')} title={name}>
      {startsAtS != null && <Soft>{period(startsAtS * 1000, endsAtS == null ? undefined : endsAtS * 1000, i18n.language)}</Soft>}
      {where && <Soft>{where}</Soft>}
      {description && <Words text={description} />}
      {attendances.map((attendance) => {
        const theirs = answers.filter((answer) => answer.attendance === attendance)
        if (theirs.length === 0) return null
        const count = theirs.reduce((sum, { guests }) => sum + 1 + guests, 0)
        return (
          <Soft key={attendance}>
            <span className="font-medium text-ink">{t(`attendance.${attendance}`, { count })}</span> {people.names(theirs)}
          </Soft>
        )
      })}
      {acting && !isCancelled && !message.fromMe && (
        <div role="group" aria-label={t('attendance.answer')} className="flex flex-wrap gap-1 pt-2">
          {attendances.map((attendance) => (
            <Button
              key={attendance}
              size="small"
              kind={mine === attendance ? 'primary' : 'plain'}
              aria-pressed={mine === attendance}
              onClick={() => void acting.say({ kind: 'occasion_answer', target: refOf(message), attendance })}
            >
              {t(`attendance.say_${attendance}`)}
            </Button>
          ))}
        </div>
      )}
      {place && <Action href={mapUrl(place)}>{t('message.openMap')}</Action>}
      {joinLink && !isCancelled && <Action href={joinLink}>{t('message.joinCall')}</Action>}
    </Card>
  )
}
