// Fillers that are letters to Unicode, such as Hangul's, are among the ignorable; Braille's empty cell is not.
const ink = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/** A name that can be seen: one of invisible characters alone is none. */
export function visible(name: string): string {
  return ink.test(name) ? name : ''
}
