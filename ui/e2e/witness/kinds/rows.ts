// Every kind that Baileys sends, in the order in which it is sent.
import { choicesAndAnswers } from './choices'
import { commerceAndTheRest } from './commerce'
import { enveloped, files } from './files'
import { placesAndCards } from './places'
import { rarer } from './rarer'
import type { Kind, Row } from './row'
import { texts } from './texts'

export const rows: Row[] = [...texts, ...files, ...enveloped, ...placesAndCards, ...choicesAndAnswers, ...commerceAndTheRest, ...rarer]

/** Kinds that are no row, and what tries them instead. */
export const elsewhere: Partial<Record<Kind, string>> = {
  system: 'nobody sends it: see "what makes itself" in kinds-reading.spec.ts',
  deleted: 'it was something else before: see kinds-marks.spec.ts',
  undecryptable: 'nobody sends it: see "what could not be opened" in kinds-reading.spec.ts',
}
