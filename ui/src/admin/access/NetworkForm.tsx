import { type SubmitEvent, useState } from 'react'

import type { Access } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Check } from '../../ui/Check'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { Options } from '../../ui/Options'
import { Select } from '../../ui/Select'
import { accessBody, isAbout, isSame, type NetworkDraft, networkDraft } from './drafts'
import { FirewallHint } from './FirewallHint'
import { PasswordFirst } from './PasswordFirst'
import { SaveAccess } from './SaveAccess'
import { useSaveAccess } from './saving'

/** Whether the computer's own network reaches the server, and by what. */
export function NetworkForm({ access }: { access: Access }) {
  const { t } = useTranslation()
  const { network, localAddresses } = access
  const stored = networkDraft(access)
  const [draft, setDraft] = useState<NetworkDraft>()
  const shown = draft ?? stored
  const saving = useSaveAccess(() => setDraft(undefined))
  const { trouble, waiting } = saving
  const isAboutFields = trouble !== undefined && isAbout(trouble, 'network')
  const change = (part: Partial<NetworkDraft>) => {
    setDraft({ ...shown, ...part })
    saving.reset()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!saving.isSaving && !isSame(shown, stored)) saving.save(accessBody(access, { network: shown }))
  }
  if (network.isFixed) {
    return (
      <>
        <Check label={t('access.openNetwork')} text={t('access.openNetworkText')} isOn onChange={() => undefined} isFixed />
        <p className="mt-3 text-sm text-soft">{t('access.fixedNetwork')}</p>
        <FirewallHint access={access} />
      </>
    )
  }
  return (
    <>
      <form onSubmit={submit} noValidate className="space-y-5">
        <Check
          label={t('access.openNetwork')}
          text={t('access.openNetworkText')}
          isOn={shown.isOpen}
          onChange={(isOpen) => change({ isOpen })}
        />
        {localAddresses.length === 0 && (
          <Notice tone={shown.isOpen ? 'warn' : 'rest'} title={t('access.noNetwork')} text={t('access.noNetworkText')} />
        )}
        {shown.isOpen && (
          <>
            <AddressChoice access={access} draft={shown} onChange={(address) => change({ address })} />
            <Field
              label={t('access.nameLabel')}
              hint={t('access.nameHint')}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              maxLength={63}
              className="max-w-xs"
              value={shown.name}
              onChange={(event) => change({ name: event.target.value })}
              trailing={<span className="shrink-0">.local</span>}
              error={
                trouble?.field('network.name') === undefined
                  ? undefined
                  : t(shown.name.trim() === '' ? 'field.missing' : 'access.nameInvalid')
              }
            />
            <LinkBy access={access} draft={shown} onChange={(linkBy) => change({ linkBy })} />
          </>
        )}
        <SaveAccess
          saving={saving}
          isSame={isSame(shown, stored)}
          trouble={trouble && !isAboutFields && !waiting ? t(`problem.${trouble.code}`) : undefined}
        />
      </form>
      {waiting && <PasswordFirst onDone={() => saving.save(waiting)} />}
      {network.isOpen && <Listening access={access} />}
      {shown.isOpen && <FirewallHint access={access} />}
    </>
  )
}

interface PartProps<T> {
  access: Access
  draft: NetworkDraft
  onChange: (value: T) => void
}

/** Where the computer has several addresses: all, or one of them. */
function AddressChoice({ access: { localAddresses }, draft, onChange }: PartProps<string>) {
  const { t } = useTranslation()
  const isGone = draft.address !== '' && !localAddresses.some(({ ip }) => ip === draft.address)
  if (localAddresses.length < 2 && !isGone && draft.address === '') return null
  const options: [string, string][] = [
    ['', t('access.everyAddress')],
    ...localAddresses.map(({ ip, interface: card, isMain }): [string, string] => [
      ip,
      t(isMain ? 'access.mainAddressOf' : 'access.addressOf', { ip, card }),
    ]),
  ]
  if (isGone) options.push([draft.address, t('access.goneAddress', { ip: draft.address })])
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium" aria-hidden>
        {t('access.address')}
      </p>
      <Select label={t('access.address')} className="max-w-md" value={draft.address} options={options} onChange={onChange} />
      <p className="mt-1.5 text-sm text-soft">{t('access.addressHint')}</p>
      {isGone && <Notice tone="warn" className="mt-2" title={t('access.addressIsGone')} />}
    </div>
  )
}

function LinkBy({ access: { localAddresses, port }, draft, onChange }: PartProps<NetworkDraft['linkBy']>) {
  const { t } = useTranslation()
  const ip = draft.address || localAddresses[0]?.ip
  return (
    <Options
      label={t('access.linkBy')}
      value={draft.linkBy}
      onChange={onChange}
      options={[
        {
          value: 'name',
          label: `${t('access.byName')} · http://${draft.name.trim().toLowerCase() || 'portaria'}.local:${port}`,
          text: t('access.byNameText'),
        },
        {
          value: 'address',
          label: ip === undefined ? t('access.byAddress') : `${t('access.byAddress')} · http://${ip}:${port}`,
          text: t('access.byAddressText'),
        },
      ]}
    />
  )
}

/** What came of it: the name that the network knows, and addresses that could not be opened. */
function Listening({ access: { network, needsPassword, port } }: { access: Access }) {
  const { t } = useTranslation()
  const { listening, toldName, name } = network
  const isOpenSomewhere = listening.some(({ failure }) => failure === null)
  const isOtherName = toldName !== null && toldName !== `${name}.local`
  if (needsPassword) return null
  return (
    <div className="mt-4 space-y-2 empty:hidden">
      {listening.map(
        ({ ip, failure }) =>
          failure !== null && (
            <Notice key={ip} tone="bad" title={t(`listenFailure.${failure}`, { ip, port })} text={t(`listenRemedy.${failure}`)} />
          ),
      )}
      {isOtherName && <Notice tone="warn" title={t('access.otherName', { told: toldName, wanted: `${name}.local` })} />}
      {isOpenSomewhere && toldName === null && <Notice tone="warn" title={t('access.noName')} text={t('access.noNameText')} />}
    </div>
  )
}
