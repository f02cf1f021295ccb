// Fillers that are letters to Unicode, such as Hangul's, are among the ignorable; Braille's empty cell is not.
const ink = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/** A name that can be seen: one of invisible characters alone is none. */
export function visible(name: string): string {
  return ink.test(name) ? name : ''
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
