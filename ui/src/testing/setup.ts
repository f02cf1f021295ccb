import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll } from 'vitest'

import { adminWords } from '../admin/words'
import { addWords, startLanguage } from '../lib/language'
import { panelWords } from '../portal/panel/words'

beforeAll(async () => {
  localStorage.setItem('portaria.language', 'pt-BR')
  await startLanguage(adminWords)
  await addWords(panelWords)
})

afterEach(cleanup)
