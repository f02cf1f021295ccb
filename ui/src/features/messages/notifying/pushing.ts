import { pushActions } from '../../../api/push'
import type { PushState } from '../../../api/types'
import { currentLanguage } from '../../../lib/language'
import { choices } from './choices'
import { permission, shownBy } from './permission'
import { isOfOtherKey, pushStanding, toBase64Url } from './push-ways'
import { forgetPush, isWanted, noteWanted } from './pushed'

/** Why this browser is not told: it was not allowed, or its maker's service did not answer it. */
export class PushRefused extends Error {
  readonly why: 'blocked' | 'service' | 'worker'

  constructor(why: 'blocked' | 'service' | 'worker') {
    super(why)
    this.why = why
  }
}

/** A worker that is not there after so long does not come: it is forbidden here, or this is no build. */
const patienceMs = 8_000

async function registration(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patienceMs))
  const found = await Promise.race([navigator.serviceWorker.ready, late])
  if (!found) throw new PushRefused('worker')
  return found
}

async function held(worker: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription | null> {
  const known = await worker.pushManager.getSubscription()
  if (!known || !isOfOtherKey(known.options.applicationServerKey, publicKey)) return known
  await known.unsubscribe()
  return null
}

async function subscribed(worker: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription> {
  const known = await held(worker, publicKey)
  try {
    return known ?? (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }))
  } catch (error) {
    throw new PushRefused(error instanceof DOMException && error.name === 'NotAllowedError' ? 'blocked' : 'service')
  }
}

/** The address by which this browser is told, if it has one. */
export async function ownEndpoint(publicKey: string): Promise<string | undefined> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return undefined
  const worker = await navigator.serviceWorker.getRegistration()
  const known = worker && (await worker.pushManager.getSubscription())
  return known && !isOfOtherKey(known.options.applicationServerKey, publicKey) ? known.endpoint : undefined
}

/** Has this browser told from now on; asks the person by the browser's own question, so it is to follow a press. */
export async function beginPush(tenantId: string, publicKey: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushRefused('blocked')
  permission.set('granted')
  await give(tenantId, publicKey)
  noteWanted(tenantId)
}

async function give(tenantId: string, publicKey: string): Promise<void> {
  const worker = await registration()
  const known = await subscribed(worker, publicKey)
  const key = (name: PushEncryptionKeyName) => toBase64Url(new Uint8Array(known.getKey(name) ?? new ArrayBuffer(0)))
  await pushActions.begin(tenantId, {
    endpoint: known.endpoint,
    p256dh: key('p256dh'),
    auth: key('auth'),
    language: currentLanguage(),
    showsText: choices.get().showsText,
  })
  shownBy.set(worker)
}

/** Tells this browser nothing any more. Its address stays its own: another portal may be told by it. */
export async function endPush(tenantId: string): Promise<void> {
  await pushActions.end(tenantId)
  forgetPush(tenantId)
}

/** Mends what was lost, and tells of another language or choice; without a question, and only where it was switched on. */
export async function keepPush(tenantId: string): Promise<void> {
  if (!isWanted(tenantId) || !('Notification' in window) || Notification.permission !== 'granted') return
  const { publicKey, device } = await pushActions.show(tenantId)
  const isSame = device?.language === currentLanguage() && device.showsText === choices.get().showsText
  const endpoint = await ownEndpoint(publicKey)
  if (isSame && isOn(device, endpoint)) shownBy.set(await registration())
  else await give(tenantId, publicKey)
}

function isOn(device: PushState['device'], endpoint: string | undefined): boolean {
  const standing = pushStanding(device, endpoint)
  return standing === 'on' || standing === 'failing'
}
