const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** An address that may be opened from what people write, or nothing. */
export function safeHref(text: string | null | undefined): string | undefined {
  if (!text) return undefined
  try {
    const url = new URL(text)
    return allowed.has(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}
