// The few parts of the browser's extension API that we use.
declare namespace chrome {
  interface Tab {
    id?: number
    url?: string
    status?: 'unloaded' | 'loading' | 'complete'
    windowId: number
  }
  interface Listeners<Listener> {
    addListener: (listener: Listener) => void
    removeListener: (listener: Listener) => void
  }
  namespace action {
    const onClicked: Listeners<(tab: Tab) => void>
    function setBadgeText(what: { tabId: number; text: string }): Promise<void>
    function setTitle(what: { tabId: number; title: string }): Promise<void>
  }
  namespace i18n {
    function getMessage(name: string, parts?: string[]): string
  }
  namespace runtime {
    const id: string
    const onMessage: Listeners<
      (message: unknown, sender: { id?: string; tab?: Tab }, answer: (value: unknown) => void) => boolean | undefined
    >
    function sendMessage(message: unknown): Promise<unknown>
  }
  namespace scripting {
    interface Target {
      target: { tabId: number }
      world?: 'ISOLATED' | 'MAIN'
    }
    type Injected<Result> = { result?: Result }[]
    function executeScript(what: Target & { files: string[] }): Promise<Injected<unknown>>
    function executeScript<Args extends unknown[], Result>(
      what: Target & { func: (...args: Args) => Result; args?: Args },
    ): Promise<Injected<Awaited<Result>>>
  }
  namespace tabs {
    const onUpdated: Listeners<(tabId: number, change: object, tab: Tab) => void>
    const onRemoved: Listeners<(tabId: number) => unknown>
    function create(what: { url: string; openerTabId?: number; windowId?: number }): Promise<Tab>
    function get(tabId: number): Promise<Tab>
    function query(what: { url: string }): Promise<Tab[]>
    function remove(tabId: number): Promise<void>
    function sendMessage(tabId: number, message: unknown): Promise<unknown>
    function update(tabId: number, what: { active: boolean }): Promise<Tab>
  }
  namespace windows {
    function update(windowId: number, what: { focused: boolean }): Promise<unknown>
  }
}
