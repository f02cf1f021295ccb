import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'

import { accountActions, accountKeys, preferences as preferencesQuery } from '../../api/account'
import { troubleOf } from '../../api/problem'
import type { Audience, NewPreferences, Portal, Preferences } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Check } from '../../ui/Check'
import { Notice } from '../../ui/Notice'
import { Select } from '../../ui/Select'
import { Skeleton } from '../../ui/Skeleton'

/** What can be chosen; "contacts, but not all" is chosen on the phone alone, which knows whom. */
const audiences = ['everyone', 'contacts', 'nobody'] as const
const shown = ['lastSeen', 'picture', 'about', 'groupAdds'] as const

/** What others see of the account. WhatsApp is asked at once, so all but being online needs a connection. */
export function PreferencesForm({ portal }: { portal: Portal }) {
  const { t } = useTranslation()
  const id = useId()
  const client = useQueryClient()
  const { tenantId, session } = portal
  const query = useQuery(preferencesQuery(tenantId))
  /** What was just chosen is shown while WhatsApp is asked; a refusal shows again what holds. */
  const [chosen, setChosen] = useState<NewPreferences>({})
  const choosing = useMutation({
    mutationFn: (body: NewPreferences) => accountActions.choose(tenantId, body),
    onSuccess: (holds) => client.setQueryData<Preferences>(accountKeys.preferences(tenantId), holds),
    onSettled: () => setChosen({}),
  })
  if (!query.data) {
    return query.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} /> : <Skeleton className="h-48" />
  }
  const now: Preferences = { ...query.data, ...onlyChosen(chosen) }
  const isOff = session.status !== 'connected'
  const choose = (body: NewPreferences) => {
    if (choosing.isPending) return
    setChosen(body)
    choosing.mutate(body)
  }
  return (
    <div className="space-y-5">
      {choosing.isError && <Notice tone="bad" title={t(`problem.${troubleOf(choosing.error).code}`)} />}
      <Check
        label={t('seen.online')}
        text={t('seen.onlineText')}
        isOn={now.showsOnline}
        isFixed={choosing.isPending}
        onChange={(showsOnline) => choose({ showsOnline })}
      />
      {isOff && <p className="text-sm text-soft">{t('seen.needsConnection')}</p>}
      <Check
        label={t('seen.receipts')}
        text={t('seen.receiptsText')}
        isOn={now.readReceipts === true}
        isFixed={isOff || choosing.isPending || now.readReceipts === null}
        onChange={(readReceipts) => choose({ readReceipts })}
      />
      <dl className="space-y-4">
        {shown.map((what) => (
          <div key={what} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
            <dt className="min-w-0 grow basis-60">
              <span className="block font-medium">{t(`seen.${what}`)}</span>
              <span id={`${id}-${what}`} className="block text-sm text-soft">
                {t(`seenText.${what}`)}
                {now[what] === 'contacts_except' && ` ${t('seen.exceptText')}`}
              </span>
            </dt>
            <dd className="max-w-full">
              {isOff || now[what] === null ? (
                <span className="text-soft">{now[what] === null ? t('seen.unknown') : t(`audience.${now[what]}`)}</span>
              ) : (
                <Select
                  label={t(`seen.${what}`)}
                  describedBy={`${id}-${what}`}
                  value={now[what]}
                  options={[...audiences, ...(now[what] === 'contacts_except' ? (['contacts_except'] as const) : [])].map(
                    (one) => [one, t(`audience.${one}`)] as const,
                  )}
                  onChange={(value) => value !== now[what] && choose({ [what]: value as Audience })}
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** Without what was left out. */
const onlyChosen = (body: NewPreferences) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value != null)) as Partial<Preferences>
