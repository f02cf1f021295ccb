// What one feature makes of the events of a tenant. Events carry the state after the fact, so it is put where it belongs;
// what follows from what is the server's to say.
import type { QueryClient, QueryKey } from '@tanstack/react-query'

import type { PortalEvent } from './types'

export type EventType = PortalEvent['type']
export type EventOf<T extends EventType> = Extract<PortalEvent, { type: T }>

type Take<E extends PortalEvent> = (client: QueryClient, tenantId: string, event: E) => void

/** What becomes of an event. */
export interface Taken<E extends PortalEvent> {
  /** Puts what it says into whatever may not know it yet: twice is as good as once. */
  put?: Take<E>
  /** Brings about what else it means: answers asked for again, somebody told. Done once, when it has just come. */
  follow?: Take<E>
}

/** One feature's part; its file stands beside the functions that ask for its answers. */
export interface Reducer {
  /** The answers that events keep up to date, by how their keys begin: read anew where events were missed. */
  answers?: (tenantId: string) => readonly QueryKey[]
  /** Further answers that name people: read anew where somebody may have been erased. */
  naming?: (tenantId: string) => readonly QueryKey[]
  on: { [T in EventType]?: Taken<EventOf<T>> }
}
