import { createContext, useContext } from 'react'

/** Whose conversation is shown. */
export const TenantId = createContext('')

export const useTenantId = (): string => useContext(TenantId)
