import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

import { builtFor } from './scripts/api.ts'

export default defineConfig({
  define: builtFor,
  plugins: [react()],
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', '{extension,scripts}/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
  },
})
