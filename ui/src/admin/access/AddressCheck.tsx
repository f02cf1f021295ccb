import type { Access, CheckFailure, ReachedAddress } from '../../api/types'
import { moment } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { CopyButton } from '../../ui/CopyButton'
import { type Tone, toneDot, toneText } from '../../ui/tone'
import { type AddressState, domainRemedyOf, lanFailures, mendOf, stateOf, tunnelFailures, type Way, wayOf } from './addresses'
import { caddy, nginx } from './examples'
import { places, reveal } from './places'

interface Props {
  access: Access
  address: ReachedAddress
  isTesting: boolean
}

/** Whether an address leads here and since when; where it doesn't: why, and what mends it. */
export function AddressCheck({ access, address, isTesting }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const at = (ms: number) => moment(ms, now, i18n.language)
  const state = stateOf(address, access, isTesting)
  if (state.kind === 'fails') {
    const way = wayOf(address, access)
    return (
      <div role="alert" className="rounded-md bg-bad-tint px-3 py-2.5">
        <p className="font-medium text-bad">{t('access.failsSince', { time: at(state.sinceMs) })}</p>
        <p className="mt-0.5 text-sm text-ink">{t(`checkCause.${state.failure}`)}</p>
        <p className="mt-0.5 text-sm text-ink">
          <Remedy failure={state.failure} way={way} access={access} />
        </p>
        <Mend failure={state.failure} way={way} access={access} />
        <p className="mt-1.5 text-xs text-soft">{t('access.checkedAt', { time: at(state.checkedAtMs) })}</p>
      </div>
    )
  }
  return <Line state={state} at={at} />
}

const tones: Record<Exclude<AddressState['kind'], 'fails'>, Tone> = {
  works: 'ok',
  testing: 'busy',
  untested: 'rest',
  name: 'rest',
  visited: 'ok',
  unvisited: 'rest',
  untestable: 'ok',
  this_machine: 'warn',
}

function Line({ state, at }: { state: Exclude<AddressState, { kind: 'fails' }>; at: (ms: number) => string }) {
  const { t } = useTranslation()
  const tone = tones[state.kind]
  const time = 'lastVisitAtMs' in state ? at(state.lastVisitAtMs) : state.kind === 'works' ? at(state.sinceMs) : undefined
  return (
    <p className="flex items-start gap-2 text-sm">
      <span
        aria-hidden
        className={classes('mt-1.5 size-2 shrink-0 rounded-full', toneDot[tone], state.kind === 'testing' && 'animate-pulse-soft')}
      />
      <span className={toneText[tone]}>
        {t(state.kind === 'works' ? 'access.worksSince' : `access.${state.kind}`, { time })}
        {'checkedAtMs' in state && <span className="text-soft"> · {t('access.checkedAt', { time: at(state.checkedAtMs) })}</span>}
      </span>
    </p>
  )
}

function Remedy({ failure, way, access: { port, tunnelPort, internet } }: { failure: CheckFailure; way: Way; access: Access }) {
  const { t } = useTranslation()
  const inDomain = domainRemedyOf(failure)
  const inLan = lanFailures.find((one) => one === failure)
  const inTunnel = tunnelFailures.find((one) => one === failure)
  if (way === 'lan' && inLan) return t(`lanRemedy.${inLan}`)
  if (way === 'tunnel' && inTunnel) return t(`tunnelRemedy.${inTunnel}`, { port: tunnelPort })
  if (way === 'domain' && inDomain)
    return t(`domainRemedy.${inDomain}`, { port: internet.domain?.port, publicPort: internet.domain?.publicPort })
  return t(`checkRemedy.${failure}`, { port })
}

function Mend({ failure, way, access }: { failure: CheckFailure; way: Way; access: Access }) {
  const { t } = useTranslation()
  const mend = mendOf(failure, way)
  const front = { publicUrl: access.internet.publicUrl ?? '', port: access.port }
  const to = (place: string, text: string) => (
    <Button size="small" onClick={() => reveal(place)}>
      {text}
    </Button>
  )
  if (mend === undefined) return null
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      {mend === 'examples' && (
        <>
          <CopyButton size="small" value={nginx(front)} label={t('access.copyExample', { program: 'nginx' })} />
          <CopyButton size="small" value={caddy(front)} label={t('access.copyExample', { program: 'Caddy' })} />
        </>
      )}
      {mend === 'firewall' && to(places.firewall, t('access.toFirewall'))}
      {mend === 'network' && to(places.network, t('access.toNetwork'))}
      {mend === 'tunnel' && to(places.internet, t('access.toTunnel'))}
      {mend === 'domain' && to(places.internet, t('access.toDomain'))}
      {mend === 'proxy' && to(places.internet, t('access.toProxy'))}
    </div>
  )
}
