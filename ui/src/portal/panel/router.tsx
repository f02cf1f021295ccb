import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'

import type { ListFilter } from '../../api/chat-filter'
import { ChatsPage } from './ChatsPage'
import { PanelFrame } from './PanelFrame'
import {
  loadApiKeys,
  loadAutomatic,
  loadContacts,
  loadDashboard,
  loadErasure,
  loadErasures,
  loadExports,
  loadHours,
  loadLater,
  loadQuickReplies,
  loadSettings,
  loadWebhook,
  loadWebhooks,
} from './parts'

const root = createRootRoute({ component: PanelFrame, notFoundComponent: ChatsPage })
// One page for the list and for each chat: it stays, with the place of its list, while chats are opened and left.
const chats = createRoute({ getParentRoute: () => root, id: 'chats', component: ChatsPage })
const home = createRoute({ getParentRoute: () => chats, path: '/client/$publicId' })
const chat = createRoute({ getParentRoute: () => chats, path: '/client/$publicId/chats/$chatId' })
const message = createRoute({ getParentRoute: () => chats, path: '/client/$publicId/chats/$chatId/at/$messageId' })
// The same of people.
const people = createRoute({ getParentRoute: () => root, id: 'people', component: lazyRouteComponent(loadContacts, 'ContactsPage') })
const contacts = createRoute({ getParentRoute: () => people, path: '/client/$publicId/contacts' })
const contact = createRoute({ getParentRoute: () => people, path: '/client/$publicId/contacts/$contactId' })
const settings = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings',
  component: lazyRouteComponent(loadSettings, 'SettingsPage'),
})
const quickReplies = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/quick-replies',
  component: lazyRouteComponent(loadQuickReplies, 'QuickRepliesPage'),
})
const later = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/scheduled',
  component: lazyRouteComponent(loadLater, 'LaterPage'),
})

const hours = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/hours',
  component: lazyRouteComponent(loadHours, 'HoursPage'),
})
const automatic = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/automatic-messages',
  component: lazyRouteComponent(loadAutomatic, 'AutomaticPage'),
})

const lazyDashboard = lazyRouteComponent(loadDashboard, 'DashboardPage')
const dashboard = createRoute({ getParentRoute: () => root, path: '/client/$publicId/dashboard', component: lazyDashboard })
const dashboardOf = createRoute({ getParentRoute: () => root, path: '/client/$publicId/dashboard/$period', component: lazyDashboard })

const erasures = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/erasures',
  component: lazyRouteComponent(loadErasures, 'ErasuresPage'),
})
const erasure = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/erasures/$erasureId',
  component: lazyRouteComponent(loadErasure, 'ErasurePage'),
})
const dataExports = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/exports',
  component: lazyRouteComponent(loadExports, 'ExportsPage'),
})

const apiKeys = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/api-keys',
  component: lazyRouteComponent(loadApiKeys, 'ApiKeysPage'),
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/webhooks',
  component: lazyRouteComponent(loadWebhooks, 'WebhooksPage'),
})
const webhook = createRoute({
  getParentRoute: () => root,
  path: '/client/$publicId/settings/webhooks/$webhookId',
  component: lazyRouteComponent(loadWebhook, 'WebhookPage'),
})

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The list of chats lies so many entries before: going back so far leads there. */
    stepsFromList?: number
    /** The chat was opened by a key that goes from chat to chat. */
    isByKey?: boolean
    /** What the list of chats begins with. */
    filter?: ListFilter
  }
}

/** Every place inside the panel has its own address, below the link's. */
export function createPanelRouter() {
  const pages = [
    chats.addChildren([home, chat, message]),
    people.addChildren([contacts, contact]),
    dashboard,
    dashboardOf,
    settings,
    quickReplies,
    later,
    hours,
    automatic,
    erasures,
    erasure,
    dataExports,
    apiKeys,
    webhook,
    webhooks,
  ]
  // What breaks is shown by our own boundary, in our words.
  return createRouter({ routeTree: root.addChildren(pages), disableGlobalCatchBoundary: true })
}
