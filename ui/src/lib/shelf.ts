/** Where a browser keeps what is too large for its short notes, under names. */
export interface Shelf {
  get: (name: string) => Promise<unknown>
  put: (name: string, what: unknown) => Promise<void>
  drop: (name: string) => Promise<void>
  /** The names under a common beginning. */
  names: (beginning: string) => Promise<string[]>
  /** Drops all that is kept under a common beginning, at once. */
  dropAll: (beginning: string) => Promise<void>
}

const store = 'files'
const under = (beginning: string) => IDBKeyRange.bound(beginning, `${beginning}\uffff`)

/** A browser that can't keep anything forgets, and everything else works. */
export function shelfOf(base: string): Shelf {
  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(base, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(store)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(new Error('nothing is kept here', { cause: request.error }))
    })

  async function ask<T>(mode: IDBTransactionMode, what: (kept: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    let db: IDBDatabase | undefined
    try {
      db = await open()
      const transaction = db.transaction(store, mode)
      const request = what(transaction.objectStore(store))
      return await new Promise<T>((resolve, reject) => {
        transaction.oncomplete = () => resolve(request.result)
        transaction.onabort = () => reject(new Error('it was not kept', { cause: transaction.error }))
      })
    } catch {
      // Full or forbidden.
      return undefined
    } finally {
      db?.close()
    }
  }

  return {
    get: (name) => ask('readonly', (kept) => kept.get(name) as IDBRequest<unknown>),
    put: async (name, what) => void (await ask('readwrite', (kept) => kept.put(what, name))),
    drop: async (name) => void (await ask('readwrite', (kept) => kept.delete(name))),
    names: async (beginning) => {
      const names = (await ask('readonly', (kept) => kept.getAllKeys(under(beginning)))) ?? []
      return names.filter((name) => typeof name === 'string')
    },
    dropAll: async (beginning) => void (await ask('readwrite', (kept) => kept.delete(under(beginning)))),
  }
}
