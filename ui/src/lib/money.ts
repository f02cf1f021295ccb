/** `R$ 49,90`, from thousandths of a currency. A currency that nobody knows stands beside the amount as it came. */
export function money(thousandths: number, currency: string | null | undefined, language: string): string {
  const amount = thousandths / 1000
  if (currency && /^[A-Za-z]{3}$/.test(currency)) {
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
  }
  const plain = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount)
  return currency ? `${currency} ${plain}` : plain
}
