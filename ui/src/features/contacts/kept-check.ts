import { local } from '../../lib/local'

const place = (tenantId: string) => `portaria.numberCheck.${tenantId}`

/** The id of the check of numbers that was begun last, until others are checked: it goes on while nobody looks. */
export const keptCheck = {
  get: (tenantId: string): string | undefined => local.get(place(tenantId)) ?? undefined,
  set: (tenantId: string, checkId: string | undefined): void => local.set(place(tenantId), checkId ?? null),
}
