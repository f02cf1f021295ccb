import i18next from 'i18next'
import { afterAll, expect, it } from 'vitest'

import { addWords, changeLanguage, type Language } from './language'

afterAll(() => changeLanguage('pt-BR'))

/** No catalogue has it, so that its type does not know it. */
const say = (word: string): string => i18next.getResource(i18next.language, 'translation', word) as string
const of = (part: string) => (language: Language) => Promise.resolve({ [part]: { word: `in ${language}` } })

it('the words of a part that came later are there, in this language and in what is chosen then', async () => {
  await addWords(of('first'))
  expect(say('first.word')).toBe('in pt-BR')
  await changeLanguage('en')
  expect(say('first.word')).toBe('in en')
})

it('words that got lost on the way are asked for once more', async () => {
  let isLost = true
  const lost = (language: Language) => (isLost ? Promise.reject(new Error('lost')) : of('second')(language))
  await expect(addWords(lost)).rejects.toThrow('lost')
  isLost = false
  await addWords(lost)
  expect(say('second.word')).toBe('in en')
  await changeLanguage('es')
  expect(say('second.word')).toBe('in es')
})
