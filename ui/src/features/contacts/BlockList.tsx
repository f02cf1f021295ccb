import { useQuery } from '@tanstack/react-query'

import { blocked as blockedQuery } from '../../api/contacts'
import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Avatar } from '../../ui/Avatar'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { useBlocking } from './blocking'
import { contactName, contactNumber } from './contact-words'

/** Whom the account blocks, each with a way to let them through again. */
export function BlockList({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const query = useQuery(blockedQuery(tenantId))
  const blocking = useBlocking(tenantId)
  if (query.isError && !query.data) return <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} />
  if (!query.data) return <Skeleton className="h-10 w-full" />
  if (query.data.length === 0) return <p className="text-soft">{t('blockList.none')}</p>
  return (
    <>
      {blocking.isError && <Notice tone="bad" className="mb-3" title={t(`problem.${troubleOf(blocking.error).code}`)} />}
      <ul className="divide-y divide-line">
        {query.data.map((one) => {
          const party = one.lid ?? one.pn ?? ''
          return (
            <li key={party} className="flex items-center gap-3 py-2.5">
              <Avatar name={visible(one.name)} className="size-9 text-sm" />
              <span className="min-w-0 grow">
                <span dir="auto" className="block truncate font-medium">
                  {contactName(one, t)}
                </span>
                <span className="block text-sm text-soft tabular-nums">{contactNumber(one, t)}</span>
              </span>
              <Button
                size="small"
                aria-label={t('blockList.unblockWhom', { name: contactName(one, t) })}
                isBusy={blocking.isPending && blocking.variables.party === party}
                onClick={() => blocking.mutate({ party, isBlocked: false })}
              >
                {t('contacts.unblock')}
              </Button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
