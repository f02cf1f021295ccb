import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type ProxyOptions } from 'vite'

import { builtFor } from './scripts/api.ts'
import { passkeyExtension } from './scripts/extension.ts'
import { installable } from './scripts/installable.ts'
import { licenses, told } from './scripts/licenses.ts'

/** The server that answers what this one does not, while developing. */
const backend = process.env.PORTARIA_SERVER ?? 'http://127.0.0.1:3001'

/** The server refuses requests of other origins' pages, so the page on 5173 speaks in the server's name. */
const proxied: ProxyOptions = {
  target: backend,
  changeOrigin: true,
  ws: true,
  configure(proxy) {
    proxy.on('proxyReq', (request) => request.setHeader('origin', backend))
    proxy.on('proxyReqWs', (request) => request.setHeader('origin', backend))
  },
}

/** Answers every link with the portal's page, as the server does. */
function portalPage(): Plugin {
  return {
    name: 'portal-page',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (request.method === 'GET' && request.url?.startsWith('/client/')) request.url = '/portal.html'
        next()
      })
    },
  }
}

const ofEvents = ['[\\w-]+-events', 'account', 'arrivals', 'attending', 'contacts', 'earlier-accounts', 'expiring', 'exports']
  .concat('gallery', 'gaps', 'hours', 'pages', 'quick-replies', 'removals')
  .join('|')

export default defineConfig({
  define: builtFor,
  plugins: [react(), tailwind(), portalPage(), licenses(), passkeyExtension(), installable()],
  // React has had it for long: what stands in for it where it lacks is no use here.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim$/, replacement: 'react' }] },
  server: {
    port: 5173,
    proxy: {
      '/api': proxied,
      '/licenses.txt': proxied,
      '/passkey-extension.zip': proxied,
      '/socket.io': proxied,
      '^/client/[^/]+/login$': proxied,
    },
  },
  build: {
    target: 'es2022',
    cssTarget: ['chrome111', 'safari16.4', 'firefox128'],
    // Both would put text into the page that its Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: told },
    rolldownOptions: {
      input: ['index.html', 'portal.html'],
      output: {
        codeSplitting: {
          // One file for what takes a tenant's events, with the answers they belong to: as many as there are features are half
          // as heavy again.
          groups: [{ name: 'events', test: new RegExp(`src[/\\\\]api[/\\\\](${ofEvents})\\.ts$`) }],
        },
      },
    },
  },
})
