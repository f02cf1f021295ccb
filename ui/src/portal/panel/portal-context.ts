import { createContext, use } from 'react'

import type { Portal } from '../../api/types'

export const PortalContext = createContext<Portal | null>(null)

/** The tenant whose panel this is. */
export function usePortal(): Portal {
  const portal = use(PortalContext)
  if (!portal) throw new Error('the panel is shown only with a portal')
  return portal
}
