// Files that this browser keeps for a while. One that can't keep any forgets, and everything else works.

const base = 'portaria'
const shelf = 'files'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(base, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(shelf)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('no files are kept here', { cause: request.error }))
  })
}

async function ask<T>(mode: IDBTransactionMode, what: (files: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  let db: IDBDatabase | undefined
  try {
    db = await open()
    const transaction = db.transaction(shelf, mode)
    const request = what(transaction.objectStore(shelf))
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

const under = (beginning: string) => IDBKeyRange.bound(beginning, `${beginning}\uffff`)

export const keptFiles = {
  get: async (name: string): Promise<Blob | undefined> => {
    const kept: unknown = await ask('readonly', (files) => files.get(name) as IDBRequest<unknown>)
    return kept instanceof Blob ? kept : undefined
  },
  keep: async (name: string, file: Blob): Promise<void> => void (await ask('readwrite', (files) => files.put(file, name))),
  drop: async (name: string): Promise<void> => void (await ask('readwrite', (files) => files.delete(name))),
  /** Drops what is kept under a common beginning, but for what is still `wanted`. */
  dropOthers: async (beginning: string, wanted: (name: string) => boolean): Promise<void> => {
    const names = (await ask('readonly', (files) => files.getAllKeys(under(beginning)))) ?? []
    for (const name of names) if (typeof name === 'string' && !wanted(name)) await keptFiles.drop(name)
  },
}
