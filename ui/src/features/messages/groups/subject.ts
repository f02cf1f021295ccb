/** What a group may be called: 1 to 100 characters. */
export const isSubject = (subject: string): boolean => subject.trim() !== '' && [...subject.trim()].length <= 100

/** What it may say of itself, in characters. */
export const longestDescription = 2_048
