import { createStore } from '../../../lib/store'

/** Something arrived while nobody looked, and the browser has not been asked for notices: the list may offer them. */
export const isMissed = createStore(false)
