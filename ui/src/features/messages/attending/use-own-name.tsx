import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'

import { attendants } from '../../../api/attending'

const NameDialog = lazy(async () => ({ default: (await import('./NameDialog')).NameDialog }))

/**
 * Does something in the name of who answers in this browser: `withName` asks for it where it was not said yet. The dialog
 * belongs into the page.
 */
export function useOwnName(tenantId: string): { withName: (act: (attendantId: string) => void) => void; dialog: ReactNode } {
  const client = useQueryClient()
  const [waits, setWaits] = useState<(attendantId: string) => void>()
  // Asked for before somebody presses anything.
  useQuery(attendants(tenantId))
  const withName = async (act: (attendantId: string) => void) => {
    const known = await client.ensureQueryData(attendants(tenantId)).catch(() => undefined)
    if (known?.ownId == null) setWaits(() => act)
    else act(known.ownId)
  }
  const dialog = (
    <Suspense>
      {waits && (
        <NameDialog
          tenantId={tenantId}
          onClose={() => setWaits(undefined)}
          onNamed={({ id }) => {
            setWaits(undefined)
            waits(id)
          }}
        />
      )}
    </Suspense>
  )
  return { withName: (act) => void withName(act), dialog }
}
