import { local } from '../lib/local'

const place = (tenantId: string) => `portaria.panel.${tenantId}`

/** Whether a tenant's panel was open in this browser, and not Connect: what comes next looks like it most likely. */
export const knownPanel = {
  isLikely: (tenantId: string): boolean => local.get(place(tenantId)) !== null,
  note: (tenantId: string, isPanel: boolean): void => local.set(place(tenantId), isPanel ? '1' : null),
}
