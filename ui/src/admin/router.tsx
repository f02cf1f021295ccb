import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'

import { AccessPage } from './access/AccessPage'
import { SettingsPage } from './SettingsPage'
import { Panel } from './Panel'
import { TenantPage } from './tenant/TenantPage'
import { TenantsPage } from './tenants/TenantsPage'
import { readTenantsSearch } from './tenants-search'

const root = createRootRoute({ component: Panel, notFoundComponent: TenantsPage })
const tenants = createRoute({ getParentRoute: () => root, path: '/', component: TenantsPage, validateSearch: readTenantsSearch })
const tenant = createRoute({ getParentRoute: () => root, path: '/tenants/$tenantId', component: TenantPage })
const access = createRoute({ getParentRoute: () => root, path: '/access', component: AccessPage })
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage })

// Seldom looked at, so it is loaded only then.
const licensesPage = lazyRouteComponent(() => import('./licenses/LicensesPage'), 'LicensesPage')
const licenses = createRoute({ getParentRoute: () => root, path: '/licenses', component: licensesPage })

export function createAdminRouter() {
  return createRouter({
    routeTree: root.addChildren([tenants, tenant, access, settings, licenses]),
    // What breaks is shown by our own boundary, in our words.
    disableGlobalCatchBoundary: true,
    scrollRestoration: true,
    // Another list begins at its top; who comes back to one finds the place again.
    scrollToTopSelectors: ['[role=table]'],
  })
}
