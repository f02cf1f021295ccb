// Fillers that are letters to Unicode, such as Hangul's, are among the ignorable; Braille's empty cell is not.
const ink = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Turns the direction of what follows, breaks the line, or hides words; the flags of regions are written with tags. */
const deceptive =
  /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]|(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0000}-\u{e007f}]/gu

/** A name as it is: nothing in it turns what stands beside it, and one of invisible characters alone is none. */
export function visible(name: string): string {
  const plain = name.replace(deceptive, '')
  return ink.test(plain) ? plain : ''
}

/** Turns the direction of what follows, breaks the line, or is not seen at all. */
const tricks = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu
const longestName = 160

/** A file's name as it is: nothing in it hides what it ends with, and a very long one keeps its ending. */
export function plainFileName(name: string): string {
  const plain = visible(name.replace(tricks, '')).trim()
  const letters = [...plain]
  if (letters.length <= longestName) return plain
  return `${letters.slice(0, longestName - 21).join('')}…${letters.slice(-20).join('')}`
}
