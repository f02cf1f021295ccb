import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'

import type { Portal } from '../../api/types'
import { useOutgoing } from '../../features/messages/sending'
import { PortalContext } from './portal-context'
import { createPanelRouter } from './router'

/** The tenant's own panel. */
export function Panel({ portal }: { portal: Portal }) {
  useOutgoing(portal.tenantId)
  const [router] = useState(createPanelRouter)
  return (
    <PortalContext value={portal}>
      <RouterProvider router={router} />
    </PortalContext>
  )
}
