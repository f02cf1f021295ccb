import i18next from 'i18next'
import { afterAll, expect, it } from 'vitest'

import { addWords, changeLanguage, type Language } from './language'

afterAll(() => changeLanguage('pt-BR'))

/** No catalogue has it, so that its type does not know it. */
const word: string = 'own.word'
const say = (): string => i18next.getResource(i18next.language, 'translation', word) as string
const own = (language: Language) => Promise.resolve({ own: { word: `in ${language}` } })

it('the words of a part that came later are there, in this language and in what is chosen then', async () => {
  await addWords(own)
  expect(say()).toBe('in pt-BR')
  await changeLanguage('en')
  expect(say()).toBe('in en')
})

it('words that got lost on the way are asked for once more', async () => {
  let isLost = true
  const lost = (language: Language) => (isLost ? Promise.reject(new Error('lost')) : own(language))
  await expect(addWords(lost)).rejects.toThrow('lost')
  isLost = false
  await addWords(lost)
  await changeLanguage('es')
  expect(say()).toBe('in es')
})
