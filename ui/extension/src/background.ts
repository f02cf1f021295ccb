// Leads from the page that asks to WhatsApp's page and back. Keeps nothing: each step brings what it needs.
import type { Errand, FromBackground, Idle, Shown, ToBackground, ToBox, ToPanel } from './messages'
import type { Asked } from './panel'
import { sign } from './sign'

const whatsapp = 'https://web.whatsapp.com'
const slowPageMs = 30_000
/** The waits before each further try to get into the page. */
const tryAgainMs = [50, 100, 200, 400, 800]

chrome.action.onClicked.addListener((tab) => void begin(tab))

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  const boxTabId = sender.tab?.id
  if (sender.id !== chrome.runtime.id || boxTabId === undefined) return undefined
  const said = message as ToBackground
  if (said.do === 'sign') void signAndDeliver(said.errand, boxTabId).then(answer)
  else void goBack(said.panelTabId, boxTabId).then(answer)
  return true
})

/** Somebody pressed the icon. */
async function begin(panel: chrome.Tab): Promise<void> {
  const { id: panelTabId } = panel
  if (panelTabId === undefined) return
  const asked = await askPage(panelTabId, panel.url)
  if (asked.kind !== 'challenge') return sayIdle(panelTabId, asked.kind)
  const { options, expiresAtMs } = asked
  const host = panel.url === undefined ? '' : new URL(panel.url).host
  const errand: Errand = { options, expiresAtMs, panelTabId, host }
  if (await showInOpenBox(errand)) return
  const tab = await chrome.tabs.create({ url: `${whatsapp}/`, openerTabId: panelTabId, windowId: panel.windowId })
  if (tab.id === undefined) return
  if (!(await showOnceThere(tab.id, { errand }))) await setMark(panelTabId, 'wrong_page')
}

async function askPage(tabId: number, url: string | undefined): Promise<Asked> {
  // The browser's own pages let nobody in.
  if (!(await enter(tabId, url?.startsWith('http') === true ? tryAgainMs : []))) return { kind: 'nothing' }
  try {
    const [first] = await chrome.scripting.executeScript({ target: { tabId }, func: () => globalThis.portariaAsk?.() })
    return first?.result ?? { kind: 'nothing' }
  } catch {
    return { kind: 'nothing' }
  }
}

/** Brings our script into the page. The press allows it, of which the page's process may hear later than we do. */
async function enter(tabId: number, waitsMs: number[]): Promise<boolean> {
  try {
    await chrome.scripting.executeScript({ target: { tabId }, files: ['panel.js'] })
    return true
  } catch {
    const [waitMs, ...later] = waitsMs
    if (waitMs === undefined) return false
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    return enter(tabId, later)
  }
}

/** There is nothing to sign: said on the page, or at the icon where the page lets nobody in. */
async function sayIdle(tabId: number, idle: Idle): Promise<void> {
  await show(tabId, { idle }).catch(() => setMark(tabId, idle))
}

async function setMark(tabId: number, why: Idle | 'wrong_page'): Promise<void> {
  await chrome.action.setBadgeText({ tabId, text: '!' })
  await chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage(`${why}Title`) })
}

async function show(tabId: number, shown: Shown): Promise<void> {
  await chrome.scripting.executeScript({ target: { tabId }, files: ['box.js'] })
  await chrome.scripting.executeScript({ target: { tabId }, func: (shown: Shown) => globalThis.portariaShow?.(shown), args: [shown] })
}

/** Pressed again: the box that is open takes the newer challenge. */
async function showInOpenBox(errand: Errand): Promise<boolean> {
  for (const { id, windowId } of await chrome.tabs.query({ url: `${whatsapp}/*` })) {
    if (id === undefined) continue
    const message: ToBox = { do: 'show', shown: { errand } }
    const isOurs = await chrome.tabs.sendMessage(id, message).catch(() => undefined)
    if (isOurs !== true) continue
    await focus(id, windowId)
    return true
  }
  return false
}

/** Shows the box as soon as the tab has WhatsApp's page; a page that got lost on the way may yet come. */
function showOnceThere(tabId: number, shown: Shown): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isShown: boolean) => {
      clearTimeout(timer)
      chrome.tabs.onUpdated.removeListener(listen)
      chrome.tabs.onRemoved.removeListener(leave)
      resolve(isShown)
    }
    const listen = (id: number, _: object, { status, url }: chrome.Tab) => {
      if (id !== tabId || status !== 'complete' || url?.startsWith(`${whatsapp}/`) !== true) return
      void show(tabId, shown).then(
        () => settle(true),
        () => undefined,
      )
    }
    // Closed again: whoever did that knows.
    const leave = (id: number) => id === tabId && settle(true)
    const timer = setTimeout(() => settle(false), slowPageMs)
    chrome.tabs.onUpdated.addListener(listen)
    chrome.tabs.onRemoved.addListener(leave)
    void chrome.tabs.get(tabId).then(
      (tab) => listen(tabId, {}, tab),
      () => settle(true),
    )
  })
}

async function signAndDeliver(errand: Errand, boxTabId: number): Promise<FromBackground> {
  const target = { tabId: boxTabId }
  const args: [Errand['options'], number] = [errand.options, errand.expiresAtMs - Date.now()]
  // In the page's own world, where password managers answer too.
  const ran = await chrome.scripting.executeScript({ target, world: 'MAIN', func: sign, args }).catch(() => [])
  const signed = ran[0]?.result
  if (signed === undefined) return { outcome: 'wrong_page' }
  if ('trouble' in signed) return { outcome: signed.trouble }
  const message: ToPanel = { do: 'take', proof: signed.proof }
  const delivered = await chrome.tabs.sendMessage(errand.panelTabId, message).catch(() => undefined)
  if (delivered === undefined) return { outcome: 'panel_gone' }
  const { outcome } = delivered as FromBackground
  // What WhatsApp makes of it is said on the page that asked.
  if (outcome === 'delivered') await goBack(errand.panelTabId, boxTabId)
  return { outcome }
}

async function goBack(panelTabId: number, boxTabId: number): Promise<void> {
  const panel = await chrome.tabs.get(panelTabId).catch(() => undefined)
  if (panel !== undefined) await focus(panelTabId, panel.windowId)
  await chrome.tabs.remove(boxTabId).catch(() => undefined)
}

async function focus(tabId: number, windowId: number): Promise<void> {
  await chrome.tabs.update(tabId, { active: true })
  await chrome.windows.update(windowId, { focused: true })
}
