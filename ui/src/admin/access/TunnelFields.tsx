import type { TunnelProgram } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Check } from '../../ui/Check'
import { Field } from '../../ui/Field'
import { LinesField } from '../../ui/LinesField'
import { Notice } from '../../ui/Notice'
import { Options } from '../../ui/Options'
import { PasswordField } from '../../ui/PasswordField'
import { programNeeds } from './drafts'
import { type FieldsProps, PublicUrlField } from './ProxyFields'

const programs = ['cloudflared_quick', 'cloudflared_named', 'tailscale_funnel', 'frp', 'other'] as const satisfies TunnelProgram[]

/** Where a program that isn't here is to be had. */
const sites: Record<Exclude<TunnelProgram, 'other'>, string> = {
  cloudflared_quick: 'github.com/cloudflare/cloudflared',
  cloudflared_named: 'github.com/cloudflare/cloudflared',
  tailscale_funnel: 'tailscale.com/download',
  frp: 'github.com/fatedier/frp',
}

/** A tunnel: which program, and what it has to be told. */
export function TunnelFields(props: FieldsProps) {
  const { t } = useTranslation()
  const { access, draft, trouble, onChange } = props
  const { program } = draft
  const needs = programNeeds[program]
  const hasToken = access.internet.tunnel?.program === program && access.internet.tunnel.hasToken
  const wordsRefused = trouble?.field('internet.arguments')
  return (
    <div className="space-y-4">
      <Options
        label={t('access.program')}
        value={program}
        onChange={(program) => onChange({ program })}
        options={programs.map((value) => ({ value, label: t(`tunnelProgram.${value}`), text: t(`tunnelProgramText.${value}`) }))}
      />
      {program === 'cloudflared_quick' && <Notice tone="warn" title={t('access.quickRisk')} text={t('access.quickRiskText')} />}
      {program !== 'other' && <Notice tone="rest" title={t(`tunnelStep.${program}`, { port: access.tunnelPort })} />}
      <ProgramPlace {...props} />
      {needs.token && (
        <PasswordField
          label={t('access.token')}
          hint={t(hasToken ? 'access.tokenKept' : 'access.tokenHint')}
          placeholder={hasToken ? '••••••••' : undefined}
          autoComplete="off"
          value={draft.token}
          onChange={(event) => onChange({ token: event.target.value })}
        />
      )}
      {needs.publicUrl !== 'no' && (
        <PublicUrlField
          {...props}
          label={t('access.publicUrl')}
          hint={t(needs.publicUrl === 'must' ? 'access.tunnelUrlHint' : 'access.tunnelUrlMaybeHint')}
        />
      )}
      {needs.words && (
        <LinesField
          label={t('access.words')}
          hint={t(program === 'frp' ? 'access.wordsFrpHint' : 'access.wordsHint', { slot: '{port}', port: access.tunnelPort })}
          placeholder={program === 'frp' ? '-c\n/etc/frp/frpc.toml' : undefined}
          value={draft.words}
          onChange={(words) => onChange({ words })}
          error={wordsRefused === undefined ? undefined : t(wordsRefused === 'missing' ? 'field.missing' : 'access.wordsInvalid')}
        />
      )}
      {needs.namesCallers && (
        <Check
          label={t('access.namesCallers')}
          text={t('access.namesCallersText')}
          isOn={draft.namesCallers}
          onChange={(namesCallers) => onChange({ namesCallers })}
        />
      )}
    </div>
  )
}

/** Where the program was found, or how one gets it; a place of its own can be typed. */
function ProgramPlace({ access, draft: { program, path }, trouble, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const found = access.programs.find((one) => one.program === program)?.path ?? undefined
  return (
    <div className="space-y-3">
      {program !== 'other' && found === undefined && path.trim() === '' && (
        <Notice tone="warn" title={t('access.notFound')} text={t('access.notFoundText', { site: sites[program] })} />
      )}
      <Field
        label={t('access.path')}
        hint={found !== undefined ? t('access.foundAt', { path: found }) : t('access.pathHint')}
        placeholder={found}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={path}
        onChange={(event) => onChange({ path: event.target.value })}
        error={trouble?.field('internet.path') === undefined ? undefined : t('field.missing')}
      />
    </div>
  )
}
