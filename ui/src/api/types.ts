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
export type ProblemBody = Schemas['Problem']
export type ProblemCode = Schemas['Code']
export type { Address, Chat, ChatPage, Content, EventPage, Message, MessagePage, PortalEvent, SentMessage } from './spine'
