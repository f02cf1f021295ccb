import { Ban } from 'lucide-react'

import type { Message } from '../../../api/types'
import { isSamePerson } from '../people'
import type { Kind, Say } from './kind'
import { Note, useSay } from './parts'

export const deleted: Kind<'deleted'> = {
  figure: () => Ban,
  line: (_, message, say) => deletedWords(message, say),
  View: function DeletedView({ message }) {
    return <Note figure={Ban}>{deletedWords(message, useSay())}</Note>
  },
}

/** By whom, where it was not its writer. */
function deletedWords({ marks: { deleted }, sender, fromMe }: Message, { t, people }: Say): string {
  if (deleted?.fromMe === true) return t('message.deletedByYou')
  if (!deleted || (!fromMe && isSamePerson(deleted.by, sender))) return t('kind.deleted')
  return t('message.deletedBy', { by: people.name(deleted.by) })
}
