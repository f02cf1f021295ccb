// What the mocked server knows. Numbers are invented.
import type { components } from '../../src/api/schema.gen'

type Schemas = components['schemas']
export type Session = Schemas['SessionStatus']
export type Tenant = Schemas['Tenant']
export type ApiKey = Schemas['ApiKey']
export type Chat = Schemas['Chat']
export type Message = Schemas['Message']

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export function session(status: Session['status'], change: Partial<Session> = {}): Session {
  return {
    status,
    sinceMs: Date.now() - 12 * minute,
    cause: 'requested',
    next: 'nothing',
    nextAtMs: null,
    action: 'none',
    progressPercent: null,
    ...change,
  }
}

/** One session in each of the thirteen words, as the domain would put it. */
export const sessions = (now: number): Record<Session['status'], Session> => ({
  connected: session('connected', { cause: 'logged_in' }),
  pairing: session('pairing', { cause: 'code_shown', next: 'new_code', nextAtMs: now + 41_000, action: 'scan' }),
  starting: session('starting', { next: 'connect' }),
  confirming: session('confirming', { cause: 'scanned', next: 'finish_link' }),
  syncing: session('syncing', { cause: 'logged_in', next: 'sync', progressPercent: 40 }),
  reconnecting: session('reconnecting', { cause: 'connection_lost', next: 'retry', nextAtMs: now + 12_000 }),
  restricted: session('restricted', { cause: 'account_restricted', next: 'limit_ends', nextAtMs: now + 2 * hour, action: 'see_phone' }),
  paused: session('paused', { cause: 'paused_by_provider', action: 'ask_provider' }),
  stopped: session('stopped', { action: 'start' }),
  logged_out: session('logged_out', { cause: 'unlinked_on_phone', action: 'new_code' }),
  replaced: session('replaced', { cause: 'opened_elsewhere', action: 'take_over' }),
  banned: session('banned', { cause: 'account_banned', action: 'see_phone' }),
  failed: session('failed', { cause: 'passkey_required', action: 'see_phone' }),
})

export const keys = (now: number): ApiKey[] => [
  { id: '01', prefix: 'wsk_m4k2pq8d', label: 'Faturamento', createdAtMs: now - 40 * day, usedAtMs: now - 12 * minute },
  { id: '02', prefix: 'wsk_z7c3ry0x', label: 'Site de vendas', createdAtMs: now - 2 * day, usedAtMs: null },
]

export const account = { pn: '5511900000001@s.whatsapp.net', lid: '100000000000001@lid', pushName: 'Padaria Sol', isShared: false }

const names = [
  'Padaria Sol',
  'Clínica Vida',
  'Advocacia Prado & Filhos',
  'Pet Shop Amigo Fiel',
  'Oficina do Zé',
  'Floricultura Íris',
  'Mercado Bom Preço',
  'Escola Pequeno Passo',
  'Ótica Visão Clara',
  'Academia Movimento',
  'Restaurante Tempero da Vovó',
  'Imobiliária Novo Lar',
  'Barbearia Navalha',
]

export function tenants(now: number): Tenant[] {
  return Object.values(sessions(now)).map((one, index) => ({
    id: `01900000-0000-7000-8000-0000000000${String(index + 10)}`,
    name: names[index] ?? `Cliente ${index}`,
    phone: index % 3 === 1 ? `551190000${1000 + index}` : null,
    account: ['pairing', 'starting', 'confirming'].includes(one.status)
      ? null
      : { pn: `551190000${1000 + index}@s.whatsapp.net`, lid: null, pushName: names[index]?.split(' ')[0] ?? '', isShared: false },
    sameAccountAs: [],
    createdAtMs: now - index * 9 * day,
    session: one,
  }))
}

/** So many that only a part of them can be in a page. */
export function manyTenants(now: number, count: number): Tenant[] {
  const kinds = tenants(now)
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? kinds[0]
    if (!kind) throw new Error('no kinds')
    const id = `01900000-0000-7000-8000-0000001${String(index).padStart(5, '0')}`
    return { ...kind, id, name: `Loja ${String(index + 1).padStart(5, '0')}`, createdAtMs: now - index * 1_000 }
  })
}

export const link: Schemas['Link'] = {
  url: 'https://portaria.exemplo.com.br/client/kZ3vT9qLm2#h7Qy0bUEo6s1mXfD4cJtGvNwPzRkA8eLiT2uB5Yq9HM',
  publicId: 'kZ3vT9qLm2',
  state: 'active',
  expiresAtMs: null,
  epoch: 1,
  reach: 'anywhere',
}

export const tenantId = '01900000-0000-7000-8000-000000000010'
export const publicId = 'kZ3vT9qLm2'
export const secret = 'h7Qy0bUEo6s1mXfD4cJtGvNwPzRkA8eLiT2uB5Yq9HM'

export function message(
  chatId: string,
  index: number,
  fromMe: boolean,
  text: string,
  atMs: number,
  change: Partial<Message> = {},
): Message {
  return {
    id: `3EB0${chatId.slice(-4)}${String(index).padStart(6, '0')}`,
    chatId,
    sender: fromMe ? { pn: account.pn, lid: account.lid } : { pn: `${chatId.slice(-4)}@s.whatsapp.net`, lid: null },
    fromMe,
    atMs,
    content: { kind: 'text', text },
    status: fromMe ? 'read' : 'read',
    failure: null,
    ...change,
  }
}

/** A conversation with something of everything that it can show, oldest first. */
export function conversation(chatId: string, now: number): Message[] {
  const yesterday = now - day
  const lines: Message[] = []
  const add = (fromMe: boolean, text: string, atMs: number, change?: Partial<Message>) =>
    lines.push(message(chatId, lines.length, fromMe, text, atMs, change))
  for (let index = 0; index < 120; index++) {
    add(
      index % 3 === 0,
      `Pedido ${index + 1}: ${index % 4 === 0 ? 'dois pães de queijo e um café com leite' : 'confirmado'}`,
      now - 6 * day + index * 20 * minute,
    )
  }
  add(false, 'Boa tarde! Vocês fazem bolo de aniversário?', yesterday)
  add(false, 'Seria para sábado, umas 20 pessoas', yesterday + 20_000)
  add(
    true,
    'Boa tarde, Marina! Fazemos sim 🎂\nTemos chocolate, brigadeiro, morango e doce de leite.\n\nQual prefere?',
    yesterday + 3 * minute,
  )
  add(false, 'Brigadeiro!', yesterday + 5 * minute)
  add(false, '', yesterday + 6 * minute, { content: { kind: 'unsupported', name: 'imageMessage' } })
  add(true, 'Anotado. Um bolo de brigadeiro para sábado, 2,5 kg.', yesterday + 9 * minute)
  add(true, 'O endereço continua o mesmo?', yesterday + 9 * minute + 5_000, { status: 'delivered' })
  add(false, '', now - 50 * minute, { content: { kind: 'undecryptable' } })
  add(true, 'Não consegui ver sua última mensagem, pode repetir?', now - 40 * minute, { status: 'sent' })
  add(true, 'Este número mudou?', now - 38 * minute, { status: 'failed', failure: 'not_on_whatsapp' })
  add(false, 'Continua o mesmo, sim', now - 6 * minute, { status: 'delivered' })
  add(false, '<b>Rua das Flores</b>, 12 — <img src=x onerror=alert(1)>', now - 5 * minute, { status: 'delivered' })
  return lines
}

export function chats(now: number): Chat[] {
  const people: [string, string, number, number, boolean, Message['status']][] = [
    ['Marina Costa', 'Continua o mesmo, sim', 2, 5 * minute, false, 'delivered'],
    ['Fornecedor Trigo Bom', 'Entrego amanhã cedo 👍', 0, 42 * minute, true, 'read'],
    ['Família Souza', 'Ana: quem leva o bolo?', 14, 2 * hour, false, 'delivered'],
    ['', 'Boa noite, qual o horário de vocês?', 1, 5 * hour, false, 'delivered'],
    ['João Pereira', 'Obrigado!', 0, 26 * hour, true, 'delivered'],
    ['Condomínio Ipê', 'A portaria recebeu a encomenda', 0, 3 * day, false, 'read'],
    ['Dona Lúcia', 'Vou passar aí às 15h para retirar a encomenda, pode deixar separado por favor', 0, 9 * day, true, 'sent'],
  ]
  return people.map(([name, text, unread, ago, fromMe, status], index) => {
    const id = `01900000-0000-7000-8000-00000000c${String(index).padStart(3, '0')}`
    const isGroup = name.startsWith('Família')
    return {
      id,
      kind: isGroup ? 'group' : 'direct',
      pn: isGroup ? '120363000000000001@g.us' : `551190000${2000 + index}@s.whatsapp.net`,
      lid: null,
      name,
      unread,
      lastActivityMs: now - ago,
      lastMessage: message(id, 900, fromMe, text, now - ago, { status }),
      lastEventNumber: 0,
    }
  })
}
