// Every screen of both panels against the mock: how to get there, and what must be there to be seen.
import { access } from './access'
import { account } from './account'
import { admin } from './admin'
import { apiKeys } from './api-keys'
import { attending } from './attending'
import { composing } from './composing'
import { earlierNumbers } from './earlier-numbers'
import { firstRun } from './first-run'
import { hours } from './hours'
import { panel } from './panel'
import { passkeys } from './passkey'
import { connecting } from './portal'
import type { Screen } from './see'
import { settings } from './settings'
import { webhooks } from './webhooks'

export const screens: Screen[] = [
  ...firstRun,
  ...admin,
  ...access,
  ...settings,
  ...connecting,
  ...passkeys,
  ...panel,
  ...account,
  ...hours,
  ...earlierNumbers,
  ...composing,
  ...attending,
  ...apiKeys,
  ...webhooks,
]
