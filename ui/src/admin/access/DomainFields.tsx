import type { CertificateCause } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Check } from '../../ui/Check'
import { Field } from '../../ui/Field'
import { Options } from '../../ui/Options'
import { certificateKinds, type InternetDraft } from './drafts'
import { places } from './places'
import type { FieldsProps } from './ProxyFields'

/** A name of the provider's own that leads to this computer, from where its certificate is, and by which ports. */
export function DomainFields(props: FieldsProps) {
  const { t } = useTranslation()
  const { draft, trouble, onChange } = props
  const { certificate } = draft
  return (
    <div className="space-y-4">
      <TextField
        {...props}
        of="domainName"
        label={t('access.domainName')}
        hint={t('access.domainNameHint')}
        error={trouble?.field('internet.name') && t(draft.domainName.trim() === '' ? 'field.missing' : 'access.domainInvalid')}
      />
      <Options
        label={t('access.certificate')}
        value={certificate}
        onChange={(certificate) => onChange({ certificate })}
        options={certificateKinds.map((value) => ({
          value,
          label: t(`certificateKind.${value}`),
          text: t(`certificateKindText.${value}`),
        }))}
      />
      {certificate === 'acme' ? <AuthorityFields {...props} /> : <FileFields {...props} />}
      <Check
        label={t('access.askRouter')}
        text={t('access.askRouterText')}
        isOn={draft.asksRouter}
        onChange={(asksRouter) => onChange({ asksRouter })}
      />
      <PortFields {...props} />
    </div>
  )
}

type TextPart = { [Key in keyof InternetDraft]: InternetDraft[Key] extends string ? Key : never }[keyof InternetDraft]

interface TextProps extends FieldsProps {
  of: TextPart
  label: string
  hint?: string
  error: string | undefined
  type?: 'email' | 'url'
  inputMode?: 'numeric'
  className?: string
}

/** A field that holds one word, as machines write it. */
function TextField({ draft, onChange, of, label, hint, error, type, inputMode, className }: TextProps) {
  return (
    <Field
      type={type}
      inputMode={inputMode}
      className={className}
      label={label}
      hint={hint}
      error={error}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={draft[of]}
      onChange={(event) => onChange({ [of]: event.target.value })}
    />
  )
}

function AuthorityFields(props: FieldsProps) {
  const { t } = useTranslation()
  const { draft, trouble } = props
  const directory = trouble?.field('internet.directoryUrl')
  return (
    <>
      <TextField
        {...props}
        of="contact"
        type="email"
        label={t('access.contact')}
        hint={t('access.contactHint')}
        error={trouble?.field('internet.contact') && t('access.contactInvalid')}
      />
      <details className="border-t border-line pt-4" open={draft.directoryUrl !== '' || directory !== undefined}>
        <summary className="text-sm font-medium text-accent">{t('access.otherAuthority')}</summary>
        <div className="mt-3 space-y-4">
          <TextField
            {...props}
            of="directoryUrl"
            type="url"
            label={t('access.directoryUrl')}
            hint={t('access.directoryUrlHint')}
            error={directory && t(directory === 'missing' ? 'access.directoryMissing' : 'access.directoryInvalid')}
          />
          <TextField
            {...props}
            of="authorityPath"
            label={t('access.authorityPath')}
            hint={t('access.authorityPathHint')}
            error={trouble?.field('internet.authorityPath') && t('access.filePathInvalid')}
          />
        </div>
      </details>
    </>
  )
}

/** What is said of a file in the panel's words. */
const fileCauses = [
  'chain_unreadable',
  'key_unreadable',
  'no_certificate',
  'no_key',
  'key_locked',
  'key_mismatch',
  'other_name',
  'expired',
  'not_yet_valid',
] as const satisfies CertificateCause[]

function FileFields(props: FieldsProps) {
  const { t } = useTranslation()
  const { trouble } = props
  const error = (field: string) => {
    const code = trouble?.field(field)
    const cause = fileCauses.find((one) => one === code)
    if (cause) return `${t(`certificateCause.${cause}`)}. ${t(`certificateRemedy.${cause}`)}`
    return code && t(code === 'missing' ? 'field.missing' : 'access.filePathInvalid')
  }
  return (
    <>
      <TextField
        {...props}
        of="chainPath"
        label={t('access.chainPath')}
        hint={t('access.chainPathHint')}
        error={error('internet.chainPath')}
      />
      <TextField {...props} of="keyPath" label={t('access.keyPath')} hint={t('access.keyPathHint')} error={error('internet.keyPath')} />
    </>
  )
}

const portFields = ['internet.port', 'internet.publicPort', 'internet.redirectPort']

function PortFields(props: FieldsProps) {
  const { t } = useTranslation()
  const { draft, trouble, onChange } = props
  const error = (field: string) => {
    const code = trouble?.field(field)
    return code && t(`access.${portError(code)}`)
  }
  const isUsual = draft.port === '443' && draft.publicPort === '443' && draft.redirects && draft.redirectPort === '80'
  const isRefused = portFields.some((field) => trouble?.field(field) !== undefined)
  return (
    <details id={places.ports} className="scroll-mt-4 border-t border-line pt-4" open={!isUsual || isRefused}>
      <summary className="text-sm font-medium text-accent">{t('access.ports')}</summary>
      <div className="mt-3 space-y-4">
        <p className="text-sm text-soft">{t('access.portsText')}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField {...props} of="port" inputMode="numeric" label={t('access.ownPort')} error={error('internet.port')} />
          <TextField
            {...props}
            of="publicPort"
            inputMode="numeric"
            label={t('access.publicPort')}
            hint={t('access.publicPortHint')}
            error={error('internet.publicPort')}
          />
        </div>
        <Check
          label={t('access.redirect')}
          text={t('access.redirectText')}
          isOn={draft.redirects}
          onChange={(redirects) => onChange({ redirects })}
        />
        {draft.redirects && (
          <TextField
            {...props}
            of="redirectPort"
            inputMode="numeric"
            className="max-w-xs"
            label={t('access.redirectPort')}
            error={error('internet.redirectPort')}
          />
        )}
      </div>
    </details>
  )
}

/** What is wrong with a port, as the catalogue calls it. */
function portError(code: string): 'portOwn' | 'portTwice' | 'portInvalid' {
  return code === 'own' ? 'portOwn' : code === 'taken' ? 'portTwice' : 'portInvalid'
}
