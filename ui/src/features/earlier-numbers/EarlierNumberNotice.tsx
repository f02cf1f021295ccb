import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { earlierAccounts } from '../../api/earlier-accounts'
import { troubleOf } from '../../api/problem'
import type { EarlierAccount, Portal } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { ContinueDialog } from './ContinueDialog'
import { useDecide } from './use-decide'

/** Above the panel once another number is linked than before, until somebody says what becomes of the chats from before. */
export function EarlierNumberNotice({ portal }: { portal: Portal }) {
  const { t } = useTranslation()
  const { data } = useQuery(earlierAccounts(portal.tenantId))
  const linked = portal.account?.pn ?? ''
  const asked = data?.find(({ state }) => state === 'asked')
  const going = data?.find(({ state }) => state === 'continuing')
  if (asked && portal.account !== null) return <Question key={asked.id} tenantId={portal.tenantId} of={asked} linked={linked} />
  if (!going) return null
  return (
    <Notice
      tone="busy"
      className="rounded-none"
      title={t('earlier.goingTitle', { number: formatPhone(going.pn ?? '') || t('earlier.otherNumber') })}
      text={t('earlier.goingText', { count: going.chats })}
    />
  )
}

function Question({ tenantId, of, linked }: { tenantId: string; of: EarlierAccount; linked: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const decide = useDecide(tenantId, of.id)
  const trouble = decide.isError ? t(`problem.${troubleOf(decide.error).code}`) : undefined
  return (
    <>
      <Notice
        tone={trouble === undefined ? 'busy' : 'bad'}
        className="rounded-none"
        title={t('earlier.askTitle', { count: of.chats, number: formatPhone(of.pn ?? '') || t('earlier.otherNumber') })}
        text={trouble ?? t('earlier.askText', { number: formatPhone(linked) || t('earlier.thisNumber') })}
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="small" isBusy={decide.isPending} onClick={() => decide.mutate(false)}>
              {t('earlier.keepApart')}
            </Button>
            <Button size="small" kind="primary" onClick={() => setOpen(true)}>
              {t('earlier.go')}
            </Button>
          </span>
        }
      />
      {isOpen && <ContinueDialog tenantId={tenantId} of={of} linked={linked} onClose={() => setOpen(false)} />}
    </>
  )
}
