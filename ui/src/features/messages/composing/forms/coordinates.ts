/** Where something is, in degrees north and east. */
export interface Coordinates {
  latitude: number
  longitude: number
}

export type PlaceTrouble = 'missing' | 'shortLink' | 'unread' | 'offEarth'

const number = String.raw`(-?\d{1,3}(?:\.\d+)?)`
/** In links of maps, the place itself before where the map stands. */
const inLinks = [
  new RegExp(`!3d${number}!4d${number}`),
  new RegExp(`[?&](?:q|query|ll|daddr|destination|center|coordinate)=(?:loc:)?${number}(?:,|%2C|\\+|%20)+${number}`, 'i'),
  new RegExp(`[?&]mlat=${number}&mlon=${number}`),
  new RegExp(`^geo:${number},${number}`, 'i'),
  new RegExp(`/@${number},${number}`),
  new RegExp(`#map=[\\d.]+/${number}/${number}`),
]
const typed = new RegExp(`^\\(?\\s*${number}°?\\s*[,;\\s]\\s*${number}°?\\s*\\)?$`)
/** With a comma in the place of the point, as one writes in Brazil. */
const typedWithCommas = /^(-?\d{1,3},\d+)°?\s*[;\s]\s*(-?\d{1,3},\d+)°?$/
/** What they lead to is not in them. */
const shortLink = /^https?:\/\/(maps\.app\.goo\.gl|goo\.gl|g\.co|maps\.apple|osm\.org|w3w\.co)\//i

/** The coordinates that were typed, or that a map's link holds. */
export function coordinatesIn(text: string): Coordinates | { wrong: PlaceTrouble } {
  const words = text.trim()
  if (words === '') return { wrong: 'missing' }
  const isLink = /^(https?|geo):/i.test(words)
  const found = isLink
    ? inLinks.map((link) => link.exec(words)).find((hit) => hit !== null)
    : (typed.exec(words) ?? typedWithCommas.exec(words))
  if (!found) return { wrong: shortLink.test(words) ? 'shortLink' : 'unread' }
  const [latitude, longitude] = found.slice(1).map((degrees) => Number(degrees.replace(',', '.'))) as [number, number]
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return { wrong: 'offEarth' }
  return { latitude, longitude }
}
