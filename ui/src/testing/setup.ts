import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll } from 'vitest'

import { startLanguage } from '../lib/language'

beforeAll(async () => {
  localStorage.setItem('portaria.language', 'pt-BR')
  await startLanguage()
})

afterEach(cleanup)
