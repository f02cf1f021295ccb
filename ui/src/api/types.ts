import type { components, operations } from './schema.gen'

type Schemas = components['schemas']

export type SessionState = Schemas['SessionState']
export type SessionStatus = Schemas['SessionStatus']
export type Account = Schemas['Account']
export type Tenant = Schemas['Tenant']
export type TenantList = Schemas['TenantList']
export type TenantSort = NonNullable<NonNullable<operations['admin_list_tenants']['parameters']['query']>['sort']>
export type CreatedTenant = Schemas['CreatedTenant']
export type ApiKey = Schemas['ApiKey']
export type Issued = Schemas['Issued']
export type Link = Schemas['Link']
export type Overview = Schemas['Overview']
export type Portal = Schemas['Portal']
export type Qr = Schemas['Qr']
export type PairCode = Schemas['PairCode']
export type Address = Schemas['Party']
export type Chat = Schemas['Chat']
export type Activity = Schemas['Activity']
export type ChatPage = Schemas['ChatPage']
export type Content = Schemas['Content']
export type Message = Schemas['Message']
export type MediaFile = Schemas['MediaFile']
export type MediaKind = Schemas['MediaKind']
export type MediaDraft = Extract<Schemas['DraftBody'], { kind: 'media' }>
export type UploadedMedia = Schemas['UploadedMedia']
export type MessagePage = Schemas['MessagePage']
export type SentMessage = Schemas['SentMessage']
export type SystemLine = Schemas['SystemLine']
export type PortalEvent = Schemas['Event']
export type EventPage = Schemas['EventPage']
export type ProblemBody = Schemas['Problem']
export type ProblemCode = Schemas['Code']
export type MediaPolicy = Schemas['MediaPolicyBody']
export type MediaUse = Schemas['MediaUse']
export type Access = Schemas['Access']
export type ReachedAddress = Access['addresses'][number]
export type Reach = Schemas['Reach']
export type CheckFailure = Schemas['CheckFailure']
export type LinkBy = Schemas['LinkBy']
export type Tunnel = Schemas['TunnelShape']
export type TunnelProgram = Schemas['TunnelProgram']

/** Fields as the API reads them: its description leaves those of the kinds in snake case. */
type Spelled<Name extends string> = Name extends `${infer Word}_${infer Rest}` ? `${Word}${Capitalize<Spelled<Rest>>}` : Name
type SpelledFields<Kind> = Kind extends unknown ? { [Name in keyof Kind as Spelled<Name & string>]: Kind[Name] } : never

/** From where the server is to be reached. */
export interface AccessBody {
  network: Schemas['NetworkBody']
  internet: SpelledFields<Schemas['InternetBody']>
}
