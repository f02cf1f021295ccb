import '../ui/base.css'

import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { createQueryClient } from '../api/query-client'
import { startLanguage } from '../lib/language'
import { startTheme } from '../lib/theme'
import { Boundary } from '../ui/Boundary'
import { AdminApp } from './AdminApp'
import { enter, leave } from './entry'
import { adminWords } from './words'

startTheme()
const client = createQueryClient(leave)
void enter(client)
void startLanguage(adminWords).then(() => {
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Boundary>
          <AdminApp />
        </Boundary>
      </QueryClientProvider>
    </StrictMode>,
  )
})

// A login address was opened in a page that is open.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#ticket=')) void enter(client)
})
