import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'

import { access as accessQuery } from '../api/admin'
import { dateAndTime, moment } from '../lib/dates'
import { useNow } from '../lib/now'
import { useTranslation } from '../lib/translation'
import { warningOf } from './access/addresses'

/** Across the whole panel: customers can't open their links, and since when. */
export function ReachNotice({ path }: { path: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { data: access } = useQuery(accessQuery)
  const warning = access && warningOf(access, now)
  // The page itself says it at its place.
  if (!warning || path === '/access') return null
  const text = () => {
    switch (warning.kind) {
      case 'password':
        return t('reach.password')
      case 'tunnel':
        return t('reach.tunnel')
      case 'domain':
        return t('reach.domain')
      case 'certificate_ends':
        return t('reach.certificateEnds', { time: dateAndTime(warning.atMs, i18n.language) })
      case 'certificate_over':
        return t('reach.certificateOver', { time: dateAndTime(warning.atMs, i18n.language) })
      case 'fails': {
        const time = moment(warning.sinceMs, now, i18n.language)
        return t(warning.reach === 'anywhere' ? 'reach.failsAnywhere' : 'reach.failsLan', { time })
      }
    }
  }
  return (
    <div role="alert" className="flex items-start gap-2 bg-bad-tint px-6 py-1.5 text-sm text-bad max-sm:px-4">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <p>
        {text()}{' '}
        <Link to="/access" className="font-medium underline">
          {t('reach.see')}
        </Link>
      </p>
    </div>
  )
}
