import type { Access } from '../../api/types'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { domainWarning } from './certificates'

interface Props {
  access: Access
  /** Leads to where it is mended, where that is on the same page. */
  onMend?: () => void
  className?: string
}

/** A way to the Internet that is not open yet, or not any more: its address may be missing. */
export function InternetWait({ access: { internet }, onMend, className }: Props) {
  const { t } = useTranslation()
  const now = useNow()
  const { tunnel, domain } = internet
  const look = className !== undefined && { className }
  const busy = (title: string) => <Notice tone="busy" title={title} {...look} />
  const bad = (title: string, mend: string) => {
    const action = onMend && (
      <Button size="small" onClick={onMend}>
        {mend}
      </Button>
    )
    return <Notice tone="bad" title={title} {...look} {...(action && { action })} />
  }
  if (tunnel?.state === 'starting') return busy(t('access.tunnelStarting'))
  if (tunnel?.state === 'waiting') return bad(t('reach.tunnel'), t('access.toTunnel'))
  if (!domain) return null
  if (domainWarning(domain, now)?.kind === 'domain') return bad(t('reach.domain'), t('access.toDomain'))
  const isOrdering = domain.source.kind === 'acme' && domain.certificate?.state === 'working' && domain.certificate.validUntilMs === null
  return isOrdering ? busy(t('access.certificateOrdering')) : null
}
