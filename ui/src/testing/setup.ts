import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll } from 'vitest'

import { adminWords } from '../admin/words'
import { passkeyWords } from '../features/connect/passkey-words'
import { addWords, startLanguage } from '../lib/language'
import * as roomWords from '../portal/panel/room-words'
import { panelWords } from '../portal/panel/words'

beforeAll(async () => {
  localStorage.setItem('portaria.language', 'pt-BR')
  await startLanguage(adminWords)
  await Promise.all([panelWords, ...Object.values(roomWords)].map(addWords))
  await addWords(passkeyWords)
})

afterEach(cleanup)
