import { local } from '../../../lib/local'

const place = (tenantId: string) => `portaria.contactImport.${tenantId}`

/** The id of the file of people that was read last, until another one is chosen: it goes on while nobody looks. */
export const keptImport = {
  get: (tenantId: string): string | undefined => local.get(place(tenantId)) ?? undefined,
  set: (tenantId: string, importId: string | undefined): void => local.set(place(tenantId), importId ?? null),
}
