import { useEffect } from 'react'

import type { Portal } from '../../api/types'
import { publicIdOf } from '../access'
import { keepInstallOffer } from './install'

/** Of the portals alone: the provider's panel lies elsewhere. */
const scope = '/client/'
const worker = '/client/offline-worker.js'

interface TrustedTypes {
  createPolicy: (name: string, rules: { createScriptURL: () => string }) => { createScriptURL: (url: string) => string }
}

/** Only pages of HTTPS or of this machine can be opened without a network; on others nothing is kept for it. */
export const canOpenOffline = () => import.meta.env.PROD && 'serviceWorker' in navigator

/** Makes the panel an app that can be installed, and that opens without a network. */
export function useInstallable({ tenantName }: Portal): void {
  useEffect(() => {
    if (canOpenOffline()) void register()
  }, [])
  // Before the page says that it can be installed.
  useEffect(keepInstallOffer, [])
  useEffect(() => (import.meta.env.PROD ? linkManifest(tenantName) : undefined), [tenantName])
}

/** Once the page has what it needs: the worker fetches every script of the portal. */
async function register(): Promise<void> {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  // The page's policy takes no address of a script from just anywhere.
  const address = trustedTypes?.createPolicy('offline-worker', { createScriptURL: () => worker }).createScriptURL(worker) ?? worker
  try {
    await navigator.serviceWorker.register(address, { scope })
  } catch {
    // Forbidden here, or the network is away: the next opening tries again.
  }
}

/** The name goes with the address: the server tells nobody whose link it is. */
function linkManifest(name: string): () => void {
  const link = document.createElement('link')
  link.rel = 'manifest'
  link.href = `/client/${encodeURIComponent(publicIdOf(location.pathname))}/app.webmanifest?${new URLSearchParams({ name }).toString()}`
  document.head.append(link)
  return () => link.remove()
}
