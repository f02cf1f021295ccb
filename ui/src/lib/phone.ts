/** A number without what a paste brings along: invisible characters, full-width signs, a `tel:` link around it. */
function plain(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      .trim()
      // A number that needs a context has no country code.
      .replace(/^tel:(?:\/\/)?\s?([^;?]*)(.*)$/i, (_, number: string, rest: string) =>
        /phone-context=/i.test(rest) && !number.includes('+') ? '' : number,
      )
  )
}

/** The digits of a number in any writing, or of an address such as `5511900000001@s.whatsapp.net`. */
export function phoneDigits(text: string): string {
  return (plain(text).split('@')[0] ?? '').split(':')[0]?.replace(/\D/g, '') ?? ''
}

const countryCodes = /^(1|7|2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/

/**
 * A number as people write it: `+55 11 90000-0001` for Brazil, elsewhere `+351 912 345 678`.
 * Takes digits with the country code; a library that knows every country weighs more than the page.
 */
export function formatPhone(text: string): string {
  const digits = phoneDigits(text)
  if (digits === '') return ''
  const brazil = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(digits)
  if (brazil) return `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}`
  const code = countryCodes.exec(digits)?.[0] ?? ''
  const rest = digits.slice(code.length)
  const groups = rest.length <= 4 ? [rest] : rest.length % 3 === 1 ? [...thirds(rest.slice(0, -4)), rest.slice(-4)] : thirds(rest)
  return `+${code} ${groups.join(' ')}`.trim()
}

function thirds(digits: string): string[] {
  return digits.match(/\d{1,3}/g) ?? []
}

/** Whether WhatsApp could know it: 8 to 15 digits that do not begin with a zero. */
export function isPhone(text: string): boolean {
  return /^\(?\+?[\d\p{Zs}\p{Pd}\u2212().]+$/u.test(plain(text)) && /^[1-9]\d{7,14}$/.test(phoneDigits(text))
}

/** In which country somebody who reads this language leaves the country code out, as the server reads lists of numbers. */
export function typedIn(language: string): 'br' | undefined {
  return language === 'pt-BR' ? 'br' : undefined
}

/**
 * The digits to dial: a number of Brazil's own form, written without any country, is of Brazil. The ninth digit is
 * never guessed: numbers with and without it both exist.
 */
export function dialledDigits(text: string): string {
  const digits = phoneDigits(text)
  const isBrazilian = !plain(text).includes('+') && /^[1-9][1-9](9\d{8}|[2-9]\d{7})$/.test(digits)
  return isBrazilian ? `55${digits}` : digits
}

/** So many digits hold a country code: Brazil's numbers have 10 or 11 without. */
const wholeDigits = 12

/** For a field's `onPaste`: a number with its country code takes the place of the code that stands there. */
export function takeWholePhone(set: (phone: string) => void) {
  return (event: { clipboardData: Pick<DataTransfer, 'getData'>; preventDefault: () => void }) => {
    const phone = plain(event.clipboardData.getData('text'))
    if (!isPhone(phone) || (!phone.startsWith('+') && phoneDigits(phone).length < wholeDigits)) return
    event.preventDefault()
    // As one would type it.
    set(phone.replace(/[\p{Pd}\u2212]/gu, '-'))
  }
}
