/** `12,4 MB` */
export function bytes(count: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, count)) / Math.log(1000))))
  const value = count / 1000 ** power
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value)
}

/** A number as a person writes it, with a comma or a point; nothing where it is none, or below zero. */
export function readNumber(text: string): number | undefined {
  const isOne = /^\d{1,9}([.,]\d{1,3})?$/.test(text.trim())
  return isOne ? Number(text.trim().replace(',', '.')) : undefined
}
