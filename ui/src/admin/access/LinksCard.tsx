import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Radar } from 'lucide-react'
import { useEffect, useState } from 'react'

import { adminActions, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { Access, ReachedAddress } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { reaches } from '../../features/link/reach'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Notice } from '../../ui/Notice'
import { AddressCheck } from './AddressCheck'
import { canBeChecked, lastCheckMs } from './addresses'
import { InternetWait } from './InternetWait'
import { places, reveal } from './places'

/** Longer than the server waits before it begins a test. */
const untilItBeginsMs = 5_000

/** What customers' links carry now, whether it works, and by what else they open. */
export function LinksCard({ access }: { access: Access }) {
  const { t } = useTranslation()
  const [best, ...others] = access.addresses
  const test = useTest(access)
  if (!best) return null
  return (
    <div className="space-y-4">
      <Address access={access} address={best} isBest isTesting={test.isTesting} />
      <InternetWait access={access} onMend={() => reveal(places.internet)} />
      <div>
        <Button
          icon={<Radar size={16} aria-hidden />}
          isBusy={test.isTesting}
          offBecause={canBeChecked(access) ? undefined : t('access.nothingToTest')}
          onClick={test.begin}
        >
          {t(test.isTesting ? 'access.testing' : 'access.test')}
        </Button>
        <p className="mt-1.5 text-sm text-soft">{t('access.testText')}</p>
      </div>
      {test.trouble !== undefined && <Notice tone="bad" title={test.trouble} />}
      {others.length > 0 && (
        <div className="border-t border-line pt-4">
          <h3 className="mb-1 text-sm font-medium">{t('access.others')}</h3>
          <ul className="divide-y divide-line">
            {others.map((address) => (
              <li key={address.url} className="py-2.5 last:pb-0">
                <Address access={access} address={address} isTesting={test.isTesting} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

interface AddressProps {
  access: Access
  address: ReachedAddress
  isBest?: boolean
  isTesting: boolean
}

function Address({ access, address, isBest = false, isTesting }: AddressProps) {
  const { t } = useTranslation()
  const { icon: Icon, text } = reaches[address.reach]
  const copy = <CopyButton value={address.url} label={t('common.copyWhat', { what: address.url })} look="icon" size="small" />
  const reach = (
    <span className="flex items-center gap-1.5 text-sm text-soft">
      <Icon size={14} aria-hidden />
      {t(text)}
    </span>
  )
  return (
    <div className="space-y-1.5">
      {isBest ? (
        <>
          {reach}
          <div className="flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
            <output data-address className="min-w-0 grow py-1 font-mono text-base break-all select-all">
              {address.url}
            </output>
            {copy}
          </div>
        </>
      ) : (
        <div className="flex items-center justify-between gap-x-3">
          <div className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-3">
            <span className="min-w-0 font-mono text-sm break-all select-all">{address.url}</span>
            {reach}
          </div>
          {copy}
        </div>
      )}
      <AddressCheck access={access} address={address} isTesting={isTesting} />
    </div>
  )
}

/** A test that is asked for goes on until the server has told what it found. */
function useTest(access: Access) {
  const { t } = useTranslation()
  const client = useQueryClient()
  // The last test before it was asked for.
  const [after, setAfter] = useState<number>()
  const ask = useMutation({
    mutationFn: adminActions.checkAccess,
    onSuccess: () => client.invalidateQueries({ queryKey: adminKeys.access }),
  })
  useEffect(() => {
    if (after === undefined) return
    const timer = setTimeout(() => setAfter(undefined), untilItBeginsMs)
    return () => clearTimeout(timer)
  }, [after])
  return {
    begin: () => {
      setAfter(lastCheckMs(access))
      ask.mutate()
    },
    isTesting: access.isChecking || ask.isPending || (!ask.isError && after !== undefined && after === lastCheckMs(access)),
    trouble: ask.isError ? t(`problem.${troubleOf(ask.error).code}`) : undefined,
  }
}
