import { useQuery, useQueryClient } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'

import { access as accessQuery, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { Section } from '../../ui/Section'
import { Skeleton } from '../../ui/Skeleton'
import { InternetForm } from './InternetForm'
import { LinksCard } from './LinksCard'
import { NetworkForm } from './NetworkForm'
import { PanelForm } from './PanelForm'
import { PasswordFirst } from './PasswordFirst'
import { places } from './places'

/** From where customers reach this server: what their links carry now, and each way in. */
export function AccessPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(accessQuery)
  const { data: access } = query
  return (
    <main className="min-h-0 grow overflow-y-auto">
      <div className="mx-auto max-w-3xl space-y-5 px-6 py-6 max-sm:px-4">
        <h1 className="text-xl font-semibold">{t('access.title')}</h1>
        {access ? (
          <>
            {access.needsPassword && <PasswordFirst onDone={() => void client.invalidateQueries({ queryKey: adminKeys.access })} />}
            <Section title={t('access.links')}>
              <LinksCard access={access} />
            </Section>
            <Section title={t('access.here')} text={t('access.hereText')}>
              <output className="font-mono text-sm">http://localhost:{access.port}</output>
            </Section>
            <Section id={places.network} title={t('access.network')} text={t('access.networkText')}>
              <NetworkForm access={access} />
            </Section>
            <Section id={places.internet} title={t('access.internet')} text={t('access.internetText')}>
              <InternetForm access={access} />
            </Section>
            <Section title={t('access.panel')} text={t('access.panelText')}>
              <PanelForm access={access} />
            </Section>
          </>
        ) : query.isError ? (
          <Blank
            icon={<WifiOff />}
            title={t('access.failed')}
            text={t(`problem.${troubleOf(query.error).code}`)}
            action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
          />
        ) : (
          <div role="status" aria-label={t('common.loading')} className="space-y-5">
            <Skeleton className="h-44 rounded-lg!" />
            <Skeleton className="h-28 rounded-lg!" />
            <Skeleton className="h-64 rounded-lg!" />
          </div>
        )}
      </div>
    </main>
  )
}
