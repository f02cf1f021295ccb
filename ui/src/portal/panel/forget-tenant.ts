import { keptCode } from '../../features/connect/kept-code'
import { keptImport } from '../../features/contacts/importing/kept-import'
import { keptCheck } from '../../features/contacts/kept-check'
import { forgetAnswering } from '../../features/messages/acting/answering'
import { forgetTrays } from '../../features/messages/composing/tray'
import { drafts } from '../../features/messages/drafts'
import { forgetPush } from '../../features/messages/notifying/pushed'
import { told } from '../../features/messages/notifying/told'
import { forgetOutgoing } from '../../features/messages/sender'
import { knownPanel } from '../known-panel'

/** Takes out of this browser what it holds of a tenant: whoever uses it next reads none of it. */
export function forgetTenant(tenantId: string): void {
  drafts.forget(tenantId)
  forgetOutgoing(tenantId)
  forgetTrays(tenantId)
  forgetAnswering(tenantId)
  keptCode.set(tenantId, undefined)
  keptCheck.set(tenantId, undefined)
  keptImport.set(tenantId, undefined)
  told.forget(tenantId)
  forgetPush(tenantId)
  knownPanel.note(tenantId, false)
}
