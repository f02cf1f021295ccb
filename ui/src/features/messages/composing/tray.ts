import { createStore, type Store } from '../../../lib/store'
import { newKey } from '../sender'
import { type Attachment, mostFiles } from './attachments'

/** What somebody is about to send in a chat. */
export interface TrayState {
  items: readonly Attachment[]
  isAsDocument: boolean
  /** What was left out of what was chosen. */
  leftOut: 'too_many' | 'folder' | null
}

const empty: TrayState = { items: [], isAsDocument: false, leftOut: null }

/** The files of one chat that wait to be sent. They stay when somebody looks at another chat, until the page is left. */
export class Tray {
  readonly store: Store<TrayState> = createStore(empty)

  add(files: readonly File[], hasFolder = false): void {
    const { items } = this.store.get()
    const taken = files.slice(0, mostFiles - items.length)
    const added = taken.map((file): Attachment => {
      return { id: newKey(), file, url: URL.createObjectURL(file), width: null, height: null, durationS: null }
    })
    const leftOut = taken.length < files.length ? 'too_many' : hasFolder ? 'folder' : null
    this.change({ items: [...items, ...added], leftOut })
  }

  /** Hands over its files to the tray of another chat, which this one's became. */
  moveTo(other: Tray): void {
    const { items, isAsDocument } = this.store.get()
    if (items.length === 0) return
    this.store.set(empty)
    const beside = other.store.get()
    other.change({ items: [...beside.items, ...items], isAsDocument: isAsDocument || beside.isAsDocument })
  }

  remove(id: string): void {
    const { items, isAsDocument } = this.store.get()
    const gone = items.find((item) => item.id === id)
    if (gone) URL.revokeObjectURL(gone.url)
    const rest = items.filter((item) => item.id !== id)
    this.change({ items: rest, isAsDocument: rest.length > 0 && isAsDocument, leftOut: null })
  }

  /** What its picture tells of a file. */
  measure(id: string, measures: Pick<Attachment, 'width' | 'height' | 'durationS'>): void {
    this.change({ items: this.store.get().items.map((item) => (item.id === id ? { ...item, ...measures } : item)) })
  }

  setAsDocument(isAsDocument: boolean): void {
    this.change({ isAsDocument })
  }

  clear(): void {
    for (const { url } of this.store.get().items) URL.revokeObjectURL(url)
    this.store.set(empty)
  }

  private change(more: Partial<TrayState>): void {
    this.store.set({ ...this.store.get(), ...more })
  }
}

const trays = new Map<string, Tray>()
const nameOf = (tenantId: string, chatId: string) => `${tenantId}/${chatId}`

/** The one of a chat in this page. */
export function trayOf(tenantId: string, chatId: string): Tray {
  const name = nameOf(tenantId, chatId)
  const tray = trays.get(name) ?? new Tray()
  trays.set(name, tray)
  return tray
}

/** Forgets what a tenant has chosen and not sent. */
export function forgetTrays(tenantId: string): void {
  for (const [name, tray] of trays) if (name.startsWith(nameOf(tenantId, ''))) tray.clear()
}
