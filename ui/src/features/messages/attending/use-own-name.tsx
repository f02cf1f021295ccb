import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { attendants } from '../../../api/attending'
import { type TroubleCode, troubleOf } from '../../../api/problem'
import { part } from '../../../lib/part'
import { useTranslation } from '../../../lib/translation'
import { Notice } from '../../../ui/Notice'

const NameDialog = part(async () => (await import('./NameDialog')).NameDialog)

/**
 * Does something in the name of who answers in this browser: `withName` asks for it where it was not said yet. The dialog,
 * or why nothing can be done, belongs into the page.
 */
export function useOwnName(tenantId: string): { withName: (act: (attendantId: string) => void) => void; dialog: ReactNode } {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [waits, setWaits] = useState<(attendantId: string) => void>()
  const [trouble, setTrouble] = useState<TroubleCode>()
  // Asked for before somebody presses anything.
  useQuery(attendants(tenantId))
  const withName = async (act: (attendantId: string) => void) => {
    setTrouble(undefined)
    try {
      const { ownId } = await client.ensureQueryData(attendants(tenantId))
      if (ownId === null) setWaits(() => act)
      else act(ownId)
    } catch (error) {
      // Who is known already is not asked for another name.
      setTrouble(troubleOf(error).code)
    }
  }
  const dialog = (
    <>
      {trouble && <Notice tone="bad" className="mt-2" title={t(`problem.${trouble}`)} />}
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
    </>
  )
  return { withName: (act) => void withName(act), dialog }
}
