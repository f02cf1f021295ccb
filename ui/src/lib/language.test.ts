import i18next from 'i18next'
import { afterAll, expect, it } from 'vitest'

import { addWords, changeLanguage, currentLanguage, type Language } from './language'

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

/** Words of a part that stay on their way from when they are held until they are let come. */
function held(part: string) {
  const waiting = new Map<Language, () => void>()
  let isHeld = false
  return {
    words: (language: Language) =>
      isHeld ? new Promise<void>((come) => waiting.set(language, come)).then(() => of(part)(language)) : of(part)(language),
    hold: () => void (isHeld = true),
    come: (...these: Language[]) => {
      isHeld = false
      for (const language of these) waiting.get(language)?.()
    },
  }
}

it('a part that comes while another language is on its way has its words in that, too', async () => {
  const third = held('third')
  await addWords(third.words)
  third.hold()
  const changed = changeLanguage('en')
  await addWords(of('fourth'))
  third.come('en')
  await changed
  expect([say('third.word'), say('fourth.word')]).toEqual(['in en', 'in en'])
})

it('of two choices the last one counts, whichever has its words first', async () => {
  const fifth = held('fifth')
  await addWords(fifth.words)
  fifth.hold()
  const [first, last] = [changeLanguage('es'), changeLanguage('pt-BR')]
  fifth.come('pt-BR')
  await last
  fifth.come('es')
  await first
  expect([currentLanguage(), localStorage.getItem('portaria.language'), document.documentElement.lang]).toEqual(['pt-BR', 'pt-BR', 'pt-BR'])
})
