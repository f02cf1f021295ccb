import { createStore } from '../../../lib/store'

/** Whether the list of keys is on the screen. */
export const areKeysShown = createStore(false)
