import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Info } from 'lucide-react'

import { update as updateQuery } from '../../api/admin'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { newsOf } from './news'

/** Across the whole panel: a newer version is there. */
export function UpdateNotice({ path }: { path: string }) {
  const { t } = useTranslation()
  const now = useNow()
  const { data: update } = useQuery(updateQuery)
  const version = update && newsOf(update, now)
  // The page itself says it at its place.
  if (version === undefined || path === '/settings') return null
  return (
    <div role="status" className="flex items-start gap-2 bg-accent-tint px-6 py-1.5 text-sm text-accent max-sm:px-4">
      <Info size={16} aria-hidden className="mt-0.5 shrink-0" />
      <p>
        {t('update.news', { version })}{' '}
        <Link to="/settings" className="font-medium underline">
          {t('update.see')}
        </Link>
      </p>
    </div>
  )
}
