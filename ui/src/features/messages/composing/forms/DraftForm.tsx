import { lazy, Suspense } from 'react'

import type { OwnDraft } from '../../../../api/tenant'

const PollDialog = lazy(async () => ({ default: (await import('./PollDialog')).PollDialog }))
const PlaceDialog = lazy(async () => ({ default: (await import('./PlaceDialog')).PlaceDialog }))
const CardsDialog = lazy(async () => ({ default: (await import('./CardsDialog')).CardsDialog }))

interface Props {
  tenantId: string
  /** What is asked for, if anything. */
  kind: OwnDraft['kind'] | undefined
  onSend: (draft: OwnDraft) => void
  onClose: () => void
}

/** The form of what is neither words nor a file. */
export function DraftForm({ tenantId, kind, ...deeds }: Props) {
  return (
    <Suspense>
      {kind === 'poll' && <PollDialog {...deeds} />}
      {kind === 'place' && <PlaceDialog {...deeds} />}
      {kind === 'contacts' && <CardsDialog tenantId={tenantId} {...deeds} />}
    </Suspense>
  )
}
