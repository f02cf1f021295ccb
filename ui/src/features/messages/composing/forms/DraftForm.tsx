import type { OwnDraft } from '../../../../api/tenant'
import { part } from '../../../../lib/part'

const PollDialog = part(async () => (await import('./PollDialog')).PollDialog)
const PlaceDialog = part(async () => (await import('./PlaceDialog')).PlaceDialog)
const CardsDialog = part(async () => (await import('./CardsDialog')).CardsDialog)

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
    <>
      {kind === 'poll' && <PollDialog {...deeds} />}
      {kind === 'place' && <PlaceDialog {...deeds} />}
      {kind === 'contacts' && <CardsDialog tenantId={tenantId} {...deeds} />}
    </>
  )
}
