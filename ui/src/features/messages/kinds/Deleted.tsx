import { Ban } from 'lucide-react'

import type { ViewProps } from './kind'
import { deletedWords } from './lines'
import { Note } from './parts'
import { useSay } from './say'

export function DeletedView({ message }: ViewProps<'deleted'>) {
  return <Note figure={Ban}>{deletedWords(message, useSay())}</Note>
}
