import type { Trouble } from '../../api/problem'
import type { Access } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Code } from '../../ui/Code'
import { Field } from '../../ui/Field'
import { LinesField } from '../../ui/LinesField'
import { type InternetDraft, refusedLine, withScheme } from './drafts'
import { caddy, nginx } from './examples'
import { places } from './places'

export interface FieldsProps {
  access: Access
  draft: InternetDraft
  trouble: Trouble | undefined
  onChange: (part: Partial<InternetDraft>) => void
}

/** A web server in front: by which address people come, and from where it passes them on. */
export function ProxyFields({ access, draft, trouble, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const refused = refusedLine(trouble, 'internet.trustedProxies')
  const front = { publicUrl: withScheme(draft.publicUrl), port: access.port }
  const { isFixed } = access.internet
  return (
    <div className="space-y-4">
      <PublicUrlField
        draft={draft}
        trouble={trouble}
        onChange={onChange}
        label={t('access.publicUrl')}
        hint={t('access.publicUrlHint')}
        disabled={isFixed}
      />
      {/* Those that were said at the start are not told here. */}
      {!(isFixed && draft.trustedProxies === '') && (
        <LinesField
          label={t('access.trustedProxies')}
          hint={t('access.trustedProxiesHint')}
          value={draft.trustedProxies}
          onChange={(trustedProxies) => onChange({ trustedProxies })}
          error={refused === undefined ? undefined : t('access.proxyInvalid', { number: refused + 1 })}
          disabled={isFixed}
        />
      )}
      <details id={places.examples} className="scroll-mt-4 border-t border-line pt-4">
        <summary className="text-sm font-medium text-accent">{t('access.examples')}</summary>
        <div className="mt-3 space-y-4">
          <p className="text-sm text-soft">{t('access.examplesText')}</p>
          <Code label="nginx" text={nginx(front)} />
          <Code label="Caddy" text={caddy(front)} />
        </div>
      </details>
    </div>
  )
}

interface PublicUrlProps extends Omit<FieldsProps, 'access'> {
  label: string
  hint: string
  disabled?: boolean
}

/** The address that people open. */
export function PublicUrlField({ draft, trouble, onChange, ...field }: PublicUrlProps) {
  const { t } = useTranslation()
  const isRefused = trouble?.field('internet.publicUrl') !== undefined
  return (
    <Field
      {...field}
      type="url"
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder="https://"
      value={draft.publicUrl}
      onChange={(event) => onChange({ publicUrl: event.target.value })}
      error={isRefused ? t(draft.publicUrl.trim() === '' ? 'field.missing' : 'access.urlInvalid') : undefined}
    />
  )
}
