import { adminActions, me, settings } from '../api/admin'
import { isLoggedOut } from '../api/problem'
import { createStore } from '../lib/store'
import type { QueryClient } from '@tanstack/react-query'

/** Whether this browser is let in. */
export type Entry = { kind: 'asking' } | { kind: 'in' } | { kind: 'unreachable' } | { kind: 'out'; why: 'unknown' | 'ticket_used' }

export const entry = createStore<Entry>({ kind: 'asking' })

/** A one-time ticket stands behind the `#` of the address that the desktop or the server's start gives. */
function takeTicket(): string | null {
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket')
  // It is good once: out of the address bar before anything else.
  if (ticket !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return ticket
}

export async function enter(client: QueryClient): Promise<void> {
  const ticket = takeTicket()
  let isTicketUsed = false
  try {
    if (ticket !== null) {
      await adminActions.ticketLogin(ticket).catch((error: unknown) => {
        // A reload of a used address may still hold the cookie that it brought.
        if (!isLoggedOut(error)) throw error
        isTicketUsed = true
      })
    }
    // The first run is known before anything is shown.
    await Promise.all([client.fetchQuery({ ...me, staleTime: 0 }), client.fetchQuery({ ...settings, staleTime: 0 })])
    entry.set({ kind: 'in' })
  } catch (error) {
    if (isLoggedOut(error)) entry.set({ kind: 'out', why: isTicketUsed ? 'ticket_used' : 'unknown' })
    else entry.set({ kind: 'unreachable' })
  }
}

export function leave(): void {
  if (entry.get().kind === 'in') entry.set({ kind: 'out', why: 'unknown' })
}
