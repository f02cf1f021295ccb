import { useTranslation } from 'react-i18next'

import type { Access } from '../../api/types'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'

interface Props {
  access: Access
  /** Leads to where it is mended, where that is on the same page. */
  onMend?: () => void
  className?: string
}

/** A tunnel that is not up yet, or not any more: its address may be missing. */
export function TunnelWait({ access: { internet }, onMend, className }: Props) {
  const { t } = useTranslation()
  const look = className !== undefined && { className }
  switch (internet.tunnel?.state) {
    case 'starting':
      return <Notice tone="busy" title={t('access.tunnelStarting')} {...look} />
    case 'waiting':
      return (
        <Notice
          tone="bad"
          title={t('reach.tunnel')}
          {...look}
          {...(onMend && {
            action: (
              <Button size="small" onClick={onMend}>
                {t('access.toTunnel')}
              </Button>
            ),
          })}
        />
      )
    default:
      return null
  }
}
