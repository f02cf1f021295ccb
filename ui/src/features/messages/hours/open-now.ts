// Whether it is open at this moment, and until when.

import type { BusinessHoursNow } from '../../../api/types'
import { moment } from '../../../lib/dates'
import { minuteMs, useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'

interface OpenNow {
  /** Which words say it. */
  key: 'open' | 'openUntil' | 'closed' | 'closedUntil'
  /** When that changes, where it does. */
  time: string | undefined
}

/** Nothing where there are no hours. */
export function useOpenNow({ isOpen, changesAtMs }: BusinessHoursNow): OpenNow | undefined {
  const { i18n } = useTranslation()
  const now = useNow(minuteMs)
  if (isOpen === null) return undefined
  if (changesAtMs === null) return { key: isOpen ? 'open' : 'closed', time: undefined }
  return { key: isOpen ? 'openUntil' : 'closedUntil', time: moment(changesAtMs, now, i18n.language) }
}
