import { ChartBarBig, ContactRound, MapPin } from 'lucide-react'

import type { OwnDraft } from '../../api/tenant'
import { useTranslation } from '../../lib/translation'
import { Card, Soft } from './kinds/parts'

/** A poll, a place or cards on their way to the server: nobody can answer them yet. */
export function OutgoingDraftView({ draft }: { draft: OwnDraft }) {
  const { t, i18n } = useTranslation()
  switch (draft.kind) {
    case 'poll':
      return (
        <Card figure={ChartBarBig} word={t('kind.poll')} title={draft.question}>
          {draft.options.map((option) => (
            <Soft key={option}>{option}</Soft>
          ))}
        </Card>
      )
    case 'place':
      return (
        <Card figure={MapPin} word={t('kind.place')} title={draft.name}>
          {draft.address && <Soft>{draft.address}</Soft>}
        </Card>
      )
    case 'contacts': {
      const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(draft.cards.map(({ name }) => name))
      return <Card figure={ContactRound} word={t('kind.contacts')} title={names} />
    }
  }
}
