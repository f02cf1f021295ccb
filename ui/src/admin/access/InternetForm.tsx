import { type SubmitEvent, useState } from 'react'

import type { Trouble } from '../../api/problem'
import type { Access } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Options } from '../../ui/Options'
import { DomainProgress } from './DomainProgress'
import { accessBody, type InternetDraft, internetDraft, internetKinds, isAbout, isSame } from './drafts'
import { PasswordFirst } from './PasswordFirst'
import { SaveAccess } from './SaveAccess'
import { useSaveAccess } from './saving'
import { TunnelProgress } from './TunnelProgress'
import { WayFields } from './WayFields'

/** Whether and how everybody else reaches the server. */
export function InternetForm({ access }: { access: Access }) {
  const { t } = useTranslation()
  const stored = internetDraft(access)
  const [draft, setDraft] = useState<InternetDraft>()
  const shown = draft ?? stored
  const saving = useSaveAccess(() => setDraft(undefined))
  const { trouble, waiting } = saving
  const { isFixed } = access.internet
  const change = (part: Partial<InternetDraft>) => {
    setDraft({ ...shown, ...part })
    saving.reset()
  }
  // What another way would need is no change of this one.
  const isUnchanged = isSame(accessBody(access, { internet: shown }), accessBody(access, { internet: stored }))
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!saving.isSaving && !isUnchanged) saving.save(accessBody(access, { internet: shown }))
  }
  const besideFields = (trouble: Trouble) => {
    if (waiting || isAbout(trouble, 'internet')) return undefined
    return trouble.code === 'forbidden' ? t('access.tunnelElsewhere') : t(`problem.${trouble.code}`)
  }
  return (
    <>
      <form onSubmit={submit} noValidate className="space-y-5">
        {isFixed && <p className="text-soft">{t('access.fixedInternet')}</p>}
        <Options
          label={t('access.internet')}
          isLabelHidden
          isFixed={isFixed}
          value={shown.kind}
          onChange={(kind) => change({ kind })}
          options={internetKinds.map((value) => ({ value, label: t(`internetKind.${value}`), text: t(`internetKindText.${value}`) }))}
        />
        <WayFields access={access} draft={shown} trouble={trouble} onChange={change} />
        {!isFixed && <SaveAccess saving={saving} isSame={isUnchanged} trouble={trouble && besideFields(trouble)} />}
      </form>
      {waiting && <PasswordFirst onDone={() => saving.save(waiting)} />}
      {shown.kind === 'tunnel' && access.internet.tunnel && <TunnelProgress access={access} tunnel={access.internet.tunnel} />}
      {shown.kind === 'domain' && access.internet.domain && <DomainProgress domain={access.internet.domain} system={access.system} />}
    </>
  )
}
