// The box over WhatsApp's page: for whom, and one button that signs. On other pages it says why there is nothing to do.
import type { Errand, FromBackground, Shown, ToBackground, ToBox } from './messages'
import { sheet } from './box-style'

declare global {
  var portariaShow: ((shown: Shown) => void) | undefined
}

type Trouble = Exclude<FromBackground['outcome'], 'delivered'> | 'expired'

const words = (name: string, parts: string[] = []) => chrome.i18n.getMessage(name, parts)

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, text = '', about: Partial<HTMLElementTagNameMap[Name]> = {}) {
  const made = Object.assign(document.createElement(name), about)
  made.textContent = text
  return made
}

class Box {
  private readonly host = document.createElement('portaria-passkey')
  private readonly dialog = make('dialog')
  private timer: ReturnType<typeof setTimeout> | undefined
  /** What is asked for now. */
  private errand: Errand | undefined
  /** What Escape does now. */
  private leave: (() => void) | undefined

  constructor() {
    const root = this.host.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [sheet()]
    root.append(this.dialog)
    this.dialog.lang = words('language')
    this.dialog.setAttribute('aria-labelledby', 'title')
    this.dialog.setAttribute('aria-describedby', 'text')
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      this.leave?.()
    })
  }

  show(shown: Shown): void {
    clearTimeout(this.timer)
    if ('errand' in shown) return this.offer(shown.errand)
    this.leave = () => this.close()
    this.render(words(`${shown.idle}Title`), words(`${shown.idle}Text`), [this.button('close', this.leave, true)])
  }

  /** For whom, and the button. */
  private offer(errand: Errand): void {
    this.errand = errand
    const leftMs = errand.expiresAtMs - Date.now()
    if (leftMs <= 0) return this.fail('expired', errand)
    this.leave = () => this.back(errand)
    this.timer = setTimeout(() => this.fail('expired', errand), leftMs)
    this.render(words('title'), words('text', [errand.host]), [
      this.button('sign', () => void this.sign(errand), true),
      this.button('back', () => this.back(errand)),
    ])
  }

  private async sign(errand: Errand): Promise<void> {
    clearTimeout(this.timer)
    this.leave = undefined
    this.render(words('signingTitle'), words('signingText'), [])
    const answer = (await this.send({ do: 'sign', errand })) as FromBackground | undefined
    // Another one is asked for meanwhile: what became of this one is no news.
    if (answer?.outcome === 'delivered' || this.errand !== errand) return
    this.fail(answer?.outcome ?? 'panel_gone', errand)
  }

  private fail(trouble: Trouble, errand: Errand): void {
    this.leave = () => this.back(errand)
    const mayTryAgain = trouble !== 'expired' && trouble !== 'panel_gone' && trouble !== 'unsupported' && trouble !== 'wrong_page'
    this.render(words(`${trouble}Title`), words(`${trouble}Text`), [
      ...(mayTryAgain ? [this.button('again', () => void this.sign(errand), true)] : []),
      this.button('back', () => this.back(errand), !mayTryAgain),
    ])
    if (!mayTryAgain) return
    const leftMs = errand.expiresAtMs - Date.now()
    this.timer = setTimeout(() => this.fail('expired', errand), Math.max(0, leftMs))
  }

  private back({ panelTabId }: Errand): void {
    void this.send({ do: 'back', panelTabId })
  }

  private send(what: ToBackground): Promise<unknown> {
    return chrome.runtime.sendMessage(what).catch(() => undefined)
  }

  private button(name: string, press: () => void, isMain = false): HTMLButtonElement {
    const button = make('button', words(name), { type: 'button', autofocus: isMain, className: isMain ? 'main' : '' })
    // A press of a person's, not of a script of the page.
    button.addEventListener('click', (event) => event.isTrusted && press())
    return button
  }

  private render(title: string, text: string, buttons: HTMLButtonElement[]): void {
    const row = make('div', '', { className: 'buttons' })
    row.append(...buttons)
    const lines = text.split('\n').map((line) => make('p', line))
    const body = make('div', '', { id: 'text' })
    body.setAttribute('role', 'status')
    body.append(...lines)
    this.dialog.replaceChildren(make('p', words('name'), { className: 'name' }), make('h1', title, { id: 'title' }), body, row)
    if (!this.host.isConnected) document.documentElement.append(this.host)
    if (!this.dialog.open) this.dialog.showModal()
    buttons.find(({ autofocus }) => autofocus)?.focus()
  }

  private close(): void {
    this.dialog.close()
    this.host.remove()
  }
}

if (globalThis.portariaShow === undefined) {
  const box = new Box()
  globalThis.portariaShow = (shown) => box.show(shown)
  chrome.runtime.onMessage.addListener((message, _, answer) => {
    if ((message as ToBox).do !== 'show') return undefined
    box.show((message as ToBox).shown)
    answer(true)
    return undefined
  })
}
