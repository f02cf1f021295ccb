import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys, desktop as desktopQuery } from '../api/admin'
import { troubleOf } from '../api/problem'
import { useTranslation } from '../lib/translation'
import { Check } from '../ui/Check'
import { Notice } from '../ui/Notice'

const choices = ['startsWithSystem', 'keepsAwake', 'notifies'] as const

/** What the desktop app does; a server without one has nothing of it. */
export function DesktopSection() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data } = useQuery(desktopQuery)
  const save = useMutation({
    mutationFn: adminActions.setDesktop,
    onSuccess: (saved) => client.setQueryData(adminKeys.desktop, saved),
  })
  if (!data?.isDesktop) return null
  // What is being saved shows at once; what was refused goes back.
  const settings = save.isPending ? save.variables : data.settings
  return (
    <section>
      <h2 className="mb-3 text-lg font-semibold">{t('desktop.title')}</h2>
      <div className="space-y-4 rounded-lg border border-line bg-surface p-5">
        {choices.map((choice) => (
          <Check
            key={choice}
            label={t(`desktop.${choice}`)}
            text={t(`desktop.${choice}Text`)}
            isOn={settings[choice]}
            onChange={(isOn) => save.mutate({ ...settings, [choice]: isOn })}
          />
        ))}
        {save.isError && <Notice tone="bad" title={t(`problem.${troubleOf(save.error).code}`)} />}
      </div>
    </section>
  )
}
