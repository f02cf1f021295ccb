// Newer versions as the server tells of them, for tests and the mock.
import type { Update } from '../api/types'

const packages = {
  deb: { url: 'https://example.com/v0.2.0/Portaria_0.2.0_amd64.deb', command: 'sudo apt install ./Portaria_0.2.0_amd64.deb' },
  app_image: { url: 'https://example.com/v0.2.0/Portaria_0.2.0_amd64.AppImage', command: null },
} as const

/** An installation of 0.1.0 that was told of 0.2.0. */
export function update(installation: keyof typeof packages, now: number): Update {
  return {
    version: '0.1.0',
    installation,
    canCheck: true,
    canInstall: installation === 'app_image',
    choice: { channel: 'stable', checksDaily: true },
    isChecking: false,
    checkedAtMs: now - 3 * 3_600_000,
    offer: {
      kind: 'newer',
      version: '0.2.0',
      notes: 'Corrige o envio de vídeos grandes.\n<b>Novo:</b> etiquetas nos grupos.',
      publishedAtMs: now - 2 * 86_400_000,
      package: packages[installation],
      postponedUntilMs: null,
    },
    trouble: null,
    step: { kind: 'idle' },
    tried: null,
  }
}

/** One that has the newest version. */
export function upToDate(now: number): Update {
  return { ...update('app_image', now), offer: { kind: 'same' } }
}
