// Builders of what the server says. Numbers are invented.
import type { Chat, Message, PortalEvent, SessionStatus, Tenant } from '../api/types'

export const tenantId = '01900000-0000-7000-8000-000000000001'
export const chatId = '01900000-0000-7000-8000-00000000c001'

export function session(change: Partial<SessionStatus> = {}): SessionStatus {
  return {
    status: 'connected',
    sinceMs: 1_000,
    cause: 'logged_in',
    next: 'nothing',
    nextAtMs: null,
    action: 'none',
    progressPercent: null,
    ...change,
  }
}

export function tenant(change: Partial<Tenant> = {}): Tenant {
  return {
    id: tenantId,
    name: 'Padaria Sol',
    phone: null,
    account: null,
    sameAccountAs: [],
    createdAtMs: 1_000,
    session: session(),
    ...change,
  }
}

export function message(change: Partial<Message> = {}): Message {
  return {
    id: 'M1',
    chatId,
    sender: { pn: '551190000002@s.whatsapp.net', lid: null },
    fromMe: false,
    atMs: 10_000,
    content: { kind: 'text', text: 'oi' },
    status: 'delivered',
    failure: null,
    ...change,
  }
}

export function chat(change: Partial<Chat> = {}): Chat {
  return {
    id: chatId,
    kind: 'direct',
    pn: '551190000002@s.whatsapp.net',
    lid: null,
    name: 'Marina',
    unread: 0,
    lastActivityMs: 5_000,
    lastMessage: null,
    lastEventNumber: 0,
    ...change,
  }
}

export function event(number: number, body: Pick<PortalEvent, 'type' | 'data'>): PortalEvent {
  return { number, atMs: number, ...body } as PortalEvent
}
