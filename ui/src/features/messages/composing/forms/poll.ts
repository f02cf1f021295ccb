import type { OwnDraft } from '../../../../api/tenant'

export const mostOptions = 12
export const fewestOptions = 2
/** Of the question and of each option, in characters. */
export const longestLine = 255

export type LineTrouble = 'missing' | 'tooLong' | 'twice'

/** What is wrong with a poll, by its fields. */
export interface PollTrouble {
  question: LineTrouble | undefined
  /** One for each option. */
  options: (LineTrouble | undefined)[]
}

/** A poll as it goes out; or what is wrong with it. Empty options are left out. */
export function checkedPoll(question: string, options: readonly string[], isSeveral: boolean): OwnDraft | PollTrouble {
  const lines = options.map((option) => option.trim())
  const said = lines.filter((line) => line !== '')
  const lineTrouble = (line: string, index: number): LineTrouble | undefined => {
    if (line === '') return said.length < fewestOptions && index < fewestOptions ? 'missing' : undefined
    if ([...line].length > longestLine) return 'tooLong'
    return lines.indexOf(line) < index ? 'twice' : undefined
  }
  const asked = question.trim()
  const trouble: PollTrouble = {
    question: asked === '' ? 'missing' : [...asked].length > longestLine ? 'tooLong' : undefined,
    options: lines.map(lineTrouble),
  }
  if (trouble.question !== undefined || trouble.options.some((one) => one !== undefined) || said.length < fewestOptions) return trouble
  return { kind: 'poll', question: asked, options: said, ...(isSeveral ? {} : { choices: 1 }) }
}

/** The options of a form: what is written, and one more to write in, for as long as there may be one. */
export function withRoom(options: readonly string[]): string[] {
  const isFull = options.every((option) => option !== '')
  return isFull && options.length < mostOptions ? [...options, ''] : [...options]
}
