import { useMutation } from '@tanstack/react-query'

import { adminActions } from '../../api/admin'
import type { Access, Certificate, Domain, PortMapping } from '../../api/types'
import { dateAndTime } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { Code } from '../../ui/Code'
import { Notice } from '../../ui/Notice'
import { type Tone, toneDot, toneText } from '../../ui/tone'
import { endsSoon } from './certificates'
import { portCommands } from './examples'

/** How it stands with a name of the provider's own: its ports, and its certificate. */
export function DomainProgress({ domain, system }: { domain: Domain; system: Access['system'] }) {
  const { t } = useTranslation()
  const { ports, mapping, certificate } = domain
  return (
    <div className="mt-5 space-y-3 border-t border-line pt-4">
      {ports.map(({ port, failure }) => failure !== null && <PortTrouble key={port} port={port} failure={failure} system={system} />)}
      {mapping !== null && <RouterState mapping={mapping} />}
      {certificate === null ? (
        <Line tone="rest" text={t('access.domainRests')} />
      ) : (
        <CertificateState certificate={certificate} domain={domain} />
      )}
    </div>
  )
}

interface PortProps {
  port: number
  failure: NonNullable<Domain['ports'][number]['failure']>
  system: string
}

function PortTrouble({ port, failure, system }: PortProps) {
  const { t } = useTranslation()
  const commands = failure === 'not_allowed' ? portCommands(system) : []
  // Elsewhere no port is special: something of the system keeps this one.
  const remedy = failure === 'not_allowed' && commands.length === 0 ? 'refused' : failure
  return (
    <>
      <Notice tone="bad" title={t(`portFailure.${failure}`, { port })} text={t(`portRemedy.${remedy}`)} />
      {commands.map(([tool, command]) => (
        <Code key={tool} label={tool} text={command} />
      ))}
    </>
  )
}

function RouterState({ mapping }: { mapping: PortMapping }) {
  const { t } = useTranslation()
  const { state, publicIp, cause } = mapping
  if (cause !== null) {
    return <Notice tone="warn" title={t(`routerCause.${cause}`)} text={t(`routerRemedy.${cause}`)} action={<TryAgain />} />
  }
  if (state === 'asking') return <Line tone="busy" text={t('access.routerAsked')} />
  return <Line tone="ok" text={t('access.routerMaps', { ip: publicIp })} />
}

function CertificateState({ certificate, domain }: { certificate: Certificate; domain: Domain }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { state, validUntilMs, renewsAtMs, cause, detail, againAtMs } = certificate
  const at = (ms: number) => dateAndTime(ms, i18n.language)
  const isOver = validUntilMs !== null && validUntilMs <= now
  if (state === 'failed' && cause !== null) {
    return (
      <Notice
        tone={validUntilMs === null || isOver || cause === 'expired' ? 'bad' : 'warn'}
        title={t(`certificateCause.${cause}`)}
        text={[
          t(`certificateRemedy.${cause}`, { port: domain.port }),
          detail !== null && t('access.theySay', { detail }),
          validUntilMs !== null && !isOver && t('access.certificateStillHolds', { time: at(validUntilMs) }),
          againAtMs !== null && t('access.certificateAgain', { time: at(againAtMs) }),
        ]
          .filter(Boolean)
          .join(' ')}
        action={againAtMs === null ? undefined : <TryAgain />}
      />
    )
  }
  if (state === 'working') {
    return <Line tone="busy" text={t(domain.source.kind === 'acme' ? 'access.certificateOrdering' : 'access.certificateReading')} />
  }
  if (validUntilMs === null) return null
  if (domain.source.kind === 'files' && endsSoon(validUntilMs, now)) {
    return (
      <Notice tone="warn" title={t('access.certificateEndsSoon', { time: at(validUntilMs) })} text={t('access.certificateEndsSoonText')} />
    )
  }
  const until = t('access.certificateUntil', { time: at(validUntilMs) })
  const next = renewsAtMs === null ? '' : ` ${t('access.certificateRenews', { time: at(renewsAtMs) })}`
  return <Line tone="ok" text={until + next} />
}

/** Somebody has mended what was in the way, and doesn't want to wait. */
function TryAgain() {
  const { t } = useTranslation()
  const ask = useMutation({ mutationFn: adminActions.checkAccess })
  return (
    <Button size="small" isBusy={ask.isPending} onClick={() => ask.mutate()}>
      {t('common.retry')}
    </Button>
  )
}

function Line({ tone, text }: { tone: Tone; text: string }) {
  return (
    <p role="status" className="flex items-start gap-2 text-sm">
      <span
        aria-hidden
        className={classes('mt-1.5 size-2 shrink-0 rounded-full', toneDot[tone], tone === 'busy' && 'animate-pulse-soft')}
      />
      <span className={toneText[tone]}>{text}</span>
    </p>
  )
}
