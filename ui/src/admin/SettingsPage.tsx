import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { me as meQuery } from '../api/admin'
import { useTranslation } from '../lib/translation'
import { Preferences } from '../features/preferences/Preferences'
import { Section } from '../ui/Section'
import { Skeleton } from '../ui/Skeleton'
import { DesktopSection } from './DesktopSection'
import { ProviderKeys } from './keys/ProviderKeys'
import { PasswordRow } from './password/PasswordRow'
import { useSaySettings } from './saying'
import { ServiceForm } from './settings/ServiceForm'
import { TwoStepsRow } from './two-steps/TwoStepsRow'
import { UpdateCard } from './update/UpdateCard'

/** The service's name, the language and appearance, and what the server says of itself. */
export function SettingsPage() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const { say } = useSaySettings()
  const facts: [string, ReactNode][] = [
    [
      t('admin.access'),
      <Link key="access" to="/access" className="font-medium text-accent underline">
        {t('settings.toAccess')}
      </Link>,
    ],
    [t('settings.password'), me && <PasswordRow isSet={me.passwordSet} />],
    [t('twoSteps.title'), me && <TwoStepsRow me={me} />],
    [t('overview.version'), me?.version],
    [
      t('licenses.title'),
      <Link key="licenses" to="/licenses" className="font-medium text-accent underline">
        {t('settings.toLicenses')}
      </Link>,
    ],
  ]
  return (
    <main className="min-h-0 grow overflow-y-auto">
      <div className="mx-auto max-w-2xl space-y-8 px-6 py-6">
        <h1 className="text-xl font-semibold">{t('settings.title')}</h1>
        <Section title={t('service.title')}>
          <ServiceForm />
        </Section>
        <section className="rounded-lg border border-line bg-surface p-5">
          <Preferences onLanguage={(language) => say({ language })} />
        </section>
        <section>
          <h2 className="mb-3 text-lg font-semibold">{t('settings.panel')}</h2>
          <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
            {facts.map(([title, fact]) => (
              <div key={title} className="grid gap-1 px-5 py-3 sm:grid-cols-[12rem_1fr] sm:items-center">
                <dt className="text-soft">{title}</dt>
                <dd>{fact ?? <Skeleton className="h-5 w-40" />}</dd>
              </div>
            ))}
          </dl>
        </section>
        <UpdateCard />
        <DesktopSection />
        <ProviderKeys />
      </div>
    </main>
  )
}
