import type { Access, Tunnel } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { classes } from '../../ui/classes'
import { Notice } from '../../ui/Notice'
import { toneDot, toneText } from '../../ui/tone'

/** Where the tunnel stands, and what its program said last. */
export function TunnelProgress({ access, tunnel }: { access: Access; tunnel: Tunnel }) {
  const { t } = useTranslation()
  const { state, cause, againInS, lastLines } = tunnel
  const isUp = state === 'up'
  const tone = isUp ? 'ok' : state === 'starting' ? 'busy' : 'rest'
  return (
    <div className="mt-5 space-y-3 border-t border-line pt-4">
      {state === 'waiting' ? (
        <Notice
          tone="bad"
          title={t(`tunnelCause.${cause ?? 'ended'}`)}
          text={[
            t(`tunnelCauseRemedy.${cause ?? 'ended'}`, { port: access.tunnelPort }),
            againInS !== null && t('access.tunnelAgain', { seconds: againInS }),
          ]
            .filter(Boolean)
            .join(' ')}
        />
      ) : (
        <p role="status" className="flex items-center gap-2 text-sm">
          <span
            aria-hidden
            className={classes('size-2 shrink-0 rounded-full', toneDot[tone], state === 'starting' && 'animate-pulse-soft')}
          />
          <span className={toneText[tone]}>
            {t(isUp ? 'access.tunnelUp' : state === 'starting' ? 'access.tunnelStarting' : 'access.tunnelRests')}
          </span>
        </p>
      )}
      {tunnel.isAtMainPort && (
        <Notice
          tone="warn"
          title={t('access.tunnelAtMainPort', { main: access.port })}
          text={t('access.tunnelAtMainPortText', { main: access.port, port: access.tunnelPort })}
        />
      )}
      {lastLines.length > 0 && (
        <details>
          <summary className="text-sm font-medium text-accent">{t('access.lastLines')}</summary>
          <pre tabIndex={0} className="mt-2 max-h-60 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap">
            {lastLines.join('\n')}
          </pre>
        </details>
      )}
    </div>
  )
}
