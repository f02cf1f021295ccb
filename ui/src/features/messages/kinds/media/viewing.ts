import { createContext, useContext } from 'react'

import type { Message } from '../../../../api/types'
import { rowKey } from '../../timeline'

/** Opens a picture or film of the conversation in the whole window. */
export const OpenInViewer = createContext<(message: Message) => void>(() => undefined)

export const useViewer = (): ((message: Message) => void) => useContext(OpenInViewer)

/** What the viewer shows, one after the other. */
export function isViewable(message: Message): boolean {
  const { content } = message
  if (content.kind !== 'media' || message.file === null) return false
  return content.file === 'image' || content.file === 'video' || content.file === 'gif'
}

export const viewKey = rowKey
