import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'

import { ChatsPage } from './ChatsPage'
import { PanelFrame } from './PanelFrame'
import { SettingsPage } from './SettingsPage'

const root = createRootRoute({ component: PanelFrame, notFoundComponent: ChatsPage })
// One page for the list and for each chat: it stays, with the place of its list, while chats are opened and left.
const chats = createRoute({ getParentRoute: () => root, id: 'chats', component: ChatsPage })
const home = createRoute({ getParentRoute: () => chats, path: '/client/$publicId' })
const chat = createRoute({ getParentRoute: () => chats, path: '/client/$publicId/chats/$chatId' })
const settings = createRoute({ getParentRoute: () => root, path: '/client/$publicId/settings', component: SettingsPage })

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The entry before is the list of chats: going back leads there. */
    isFromList?: boolean
  }
}

/** Every place inside the panel has its own address, below the link's. */
export function createPanelRouter() {
  return createRouter({ routeTree: root.addChildren([chats.addChildren([home, chat]), settings]) })
}
