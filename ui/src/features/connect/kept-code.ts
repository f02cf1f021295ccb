import type { PairCode } from '../../api/types'
import { local } from '../../lib/local'

/** A code to type on the phone, and for which number it is. */
interface KeptCode extends PairCode {
  /** Digits, with the country's. */
  phone: string
}

const place = (tenantId: string) => `portaria.pairCode.${tenantId}`

/** The code that is shown, kept while it is valid: phones load a page anew when somebody comes back from WhatsApp. */
export const keptCode = {
  get(tenantId: string, nowMs: number): KeptCode | undefined {
    try {
      const { code, expiresAtMs, phone } = JSON.parse(local.get(place(tenantId)) ?? '{}') as Partial<KeptCode>
      const isWhole = typeof code === 'string' && typeof phone === 'string' && typeof expiresAtMs === 'number'
      if (isWhole && expiresAtMs > nowMs) return { code, expiresAtMs, phone }
    } catch {
      // What another version kept.
    }
    local.set(place(tenantId), null)
    return undefined
  },
  set: (tenantId: string, code: KeptCode | undefined): void => local.set(place(tenantId), code ? JSON.stringify(code) : null),
}
