import '../ui/base.css'

import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { createQueryClient } from '../api/query-client'
import { startDensity } from '../lib/density'
import { startLanguage } from '../lib/language'
import { startTheme } from '../lib/theme'
import { Boundary } from '../ui/Boundary'
import { endAccess, openLink } from './access'
import { PortalApp } from './PortalApp'

startTheme()
startDensity()
// Both at once: the link is being opened while the words are fetched.
void openLink()
void startLanguage().then(() => {
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient(endAccess)}>
        <Boundary>
          <PortalApp />
        </Boundary>
      </QueryClientProvider>
    </StrictMode>,
  )
})

// The link was pasted again into a page that is open.
addEventListener('hashchange', () => location.reload())
