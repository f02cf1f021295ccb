import { useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import { useEffect, useState } from 'react'

import { followAdmin } from '../api/live-admin'
import { useStore } from '../lib/store'
import { useTranslation } from '../lib/translation'
import { Blank } from '../ui/Blank'
import { Button } from '../ui/Button'
import { Late } from '../ui/Late'
import { enter, entry, leave } from './entry'
import { LoginPage } from './LoginPage'
import { createAdminRouter } from './router'

const retryMs = 3_000

/** The provider's panel, once the browser is let in. */
export function AdminApp() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const state = useStore(entry)
  useEffect(() => {
    if (state.kind !== 'unreachable') return
    const timer = setInterval(() => void enter(client), retryMs)
    return () => clearInterval(timer)
  }, [state.kind, client])

  switch (state.kind) {
    case 'asking':
      return (
        <p role="status" className="flex h-full items-center justify-center text-soft">
          <Late afterMs={1_000}>{t('login.entering')}</Late>
        </p>
      )
    case 'unreachable':
      return (
        <Blank
          icon={<CloudOff />}
          title={t('opening.offlineTitle')}
          text={t('opening.offlineText')}
          action={<Button onClick={() => void enter(client)}>{t('common.retry')}</Button>}
        />
      )
    case 'out':
      return <LoginPage wasTicketUsed={state.why === 'ticket_used'} />
    case 'in':
      return <Inside />
  }
}

function Inside() {
  const client = useQueryClient()
  const [router] = useState(createAdminRouter)
  useEffect(() => followAdmin(client, leave), [client])
  return <RouterProvider router={router} />
}
