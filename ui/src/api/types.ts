import type { MediaFile } from './media-paths'
import type { components, operations } from './schema.gen'

type Schemas = components['schemas']

export type SessionStatus = Schemas['SessionStatus']
export type SessionWord = Schemas['SessionWord']
export type Account = Schemas['Account']
export type Tenant = Schemas['Tenant']
export type TenantList = Schemas['TenantList']
export type TenantSort = NonNullable<NonNullable<operations['admin_list_tenants']['parameters']['query']>['sort']>
export type CreatedTenant = Schemas['CreatedTenant']
export type ApiKey = Schemas['ApiKey']
export type Link = Schemas['Link']
export type Overview = Schemas['Overview']
export type Portal = Schemas['Portal']
export type Qr = Schemas['Qr']
export type PairCode = Schemas['PairCode']
export type Address = Schemas['Party']
export type Chat = Schemas['Chat']
export type ChatPage = Schemas['ChatPage']
export type Content = Schemas['Content']
/** A server of before says nothing of a message's file. */
export type Message = Schemas['Message'] & { file?: MediaFile | null }
export type MessagePage = Schemas['MessagePage']
export type SentMessage = Schemas['SentMessage']
export type SystemLine = Schemas['SystemLine']
export type PortalEvent = Schemas['Event']
export type EventPage = Schemas['EventPage']
export type ProblemBody = Schemas['Problem']
export type ProblemCode = Schemas['Code']
