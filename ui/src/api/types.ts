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
export type Message = Schemas['Message']
export type MessagePage = Schemas['MessagePage']
export type SentMessage = Schemas['SentMessage']
export type PortalEvent = Schemas['Event']
export type EventPage = Schemas['EventPage']
export type ProblemBody = Schemas['Problem']
export type ProblemCode = Schemas['Code']

/** The server writes these names in camelCase, where its description has underscores. */
type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name
type CamelKeys<T> = T extends unknown ? { [Key in keyof T & string as Camel<Key>]: T[Key] } : never
export type SystemLine = CamelKeys<Schemas['SystemLine']>
