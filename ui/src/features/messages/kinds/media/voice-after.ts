import type { MediaFile, Message } from '../../../../api/types'

const isVoice = ({ content }: Message) => content.kind === 'media' && content.file === 'voice'

/** The voice message that follows another one without anything said in between, if it is here. */
export function voiceAfter(newestFirst: readonly Message[], fileId: string): MediaFile | undefined {
  const at = newestFirst.findIndex(({ file }) => file?.id === fileId)
  const heard = newestFirst[at]
  if (!heard || !isVoice(heard)) return undefined
  const next = newestFirst.slice(0, at).findLast(({ content }) => content.kind !== 'system')
  return next && isVoice(next) && next.file?.state === 'here' ? next.file : undefined
}
