import type { Coordinates } from './coordinates'

export type PositionTrouble = 'denied' | 'unknown'

/** Whether this page may ask where it is: over HTTPS, and where the server lets its pages do so. */
export function mayAskPosition(): boolean {
  const { featurePolicy } = document as Document & { featurePolicy?: { allowsFeature: (name: string) => boolean } }
  return isSecureContext && 'geolocation' in navigator && featurePolicy?.allowsFeature('geolocation') !== false
}

const longestWaitMs = 15_000

/** Where this device is; the browser asks the person first. */
export function position(): Promise<Coordinates | PositionTrouble> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
      ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : 'unknown'),
      { enableHighAccuracy: true, timeout: longestWaitMs },
    )
  })
}
