import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll } from 'vitest'

import { adminWords } from '../admin/words'
import { startLanguage } from '../lib/language'

beforeAll(async () => {
  localStorage.setItem('portaria.language', 'pt-BR')
  await startLanguage(adminWords)
})

afterEach(cleanup)
