import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'

import { ChatsPage } from './ChatsPage'
import { PanelFrame } from './PanelFrame'
import { SettingsPage } from './SettingsPage'

const root = createRootRoute({ component: PanelFrame, notFoundComponent: ChatsPage })
const home = createRoute({ getParentRoute: () => root, path: '/client/$publicId', component: ChatsPage })
const chat = createRoute({ getParentRoute: () => root, path: '/client/$publicId/chats/$chatId', component: ChatsPage })
const settings = createRoute({ getParentRoute: () => root, path: '/client/$publicId/settings', component: SettingsPage })

/** Every place inside the panel has its own address, below the link's. */
export function createPanelRouter() {
  return createRouter({ routeTree: root.addChildren([home, chat, settings]) })
}
