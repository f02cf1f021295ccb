import { shelfOf } from './shelf'

const shelf = shelfOf('portaria')

/** Files that this browser keeps for a while. */
export const keptFiles = {
  get: async (name: string): Promise<Blob | undefined> => {
    const kept = await shelf.get(name)
    return kept instanceof Blob ? kept : undefined
  },
  keep: (name: string, file: Blob): Promise<void> => shelf.put(name, file),
  drop: (name: string): Promise<void> => shelf.drop(name),
  /** Drops what is kept under a common beginning, but for what is still `wanted`. */
  dropOthers: async (beginning: string, wanted: (name: string) => boolean): Promise<void> => {
    for (const name of await shelf.names(beginning)) if (!wanted(name)) await shelf.drop(name)
  },
}
