// What the mocked server knows. Numbers are invented.
import type { components } from '../../src/api/schema.gen'
import type { Address, Chat, Content, MediaFile, Message } from '../../src/api/types'
import { file, line, mediaFile, message as build, type MessageChange } from '../../src/testing/world'
import { plainKey } from './api-keys'

export type { Chat, Message, MessageChange }

type Schemas = components['schemas']
export type Session = Schemas['SessionState']
export type Tenant = Schemas['Tenant']
export type ApiKey = Schemas['ApiKey']

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
    history: null,
    ...change,
  }
}

/** One session in each of the thirteen words, as the domain would put it. */
export const sessions = (now: number): Record<Session['status'], Session> => ({
  connected: session('connected', { cause: 'logged_in' }),
  pairing: session('pairing', { cause: 'code_shown', next: 'new_code', nextAtMs: now + 41_000, action: 'scan' }),
  starting: session('starting', { next: 'connect' }),
  confirming: session('confirming', { cause: 'scanned', next: 'finish_link' }),
  syncing: session('syncing', { cause: 'logged_in', next: 'sync', history: { messages: 12_400, percent: 40 } }),
  reconnecting: session('reconnecting', { cause: 'connection_lost', next: 'retry', nextAtMs: now + 12_000 }),
  restricted: session('restricted', { cause: 'account_restricted', next: 'limit_ends', nextAtMs: now + 2 * hour, action: 'see_phone' }),
  paused: session('paused', { cause: 'paused_by_provider', action: 'ask_provider' }),
  stopped: session('stopped', { action: 'start' }),
  logged_out: session('logged_out', { cause: 'unlinked_on_phone', action: 'new_code' }),
  replaced: session('replaced', { cause: 'opened_elsewhere', action: 'take_over' }),
  banned: session('banned', { cause: 'account_banned', action: 'see_phone' }),
  failed: session('failed', { cause: 'passkey_refused', action: 'new_code' }),
})

export const keys = (now: number): ApiKey[] => [
  {
    ...plainKey(),
    ...{ id: '01', prefix: 'wsk_m4k2pq8d', label: 'Faturamento', createdAtMs: now - 40 * day, usedAtMs: now - 12 * minute },
    ...{ scopes: ['read', 'send', 'control', 'media', 'secrets'], maySeeSecrets: true },
  },
  {
    ...plainKey(),
    ...{ id: '02', prefix: 'wsk_z7c3ry0x', label: 'Site de vendas', createdAtMs: now - 2 * day },
    ...{ scopes: ['read'], allowedAddresses: ['198.51.100.20'] },
  },
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
    unexpectedAccount: null,
    sameAccountAs: [],
    createdAtMs: now - index * 9 * day,
    lastActivityAtMs: index % 4 === 3 ? null : now - index * 7 * 60_000,
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
  others: [],
}

export const tenantId = '01900000-0000-7000-8000-000000000010'
export const publicId = 'kZ3vT9qLm2'
export const secret = 'h7Qy0bUEo6s1mXfD4cJtGvNwPzRkA8eLiT2uB5Yq9HM'

export function message(chatId: string, index: number, fromMe: boolean, text: string, atMs: number, change: MessageChange = {}): Message {
  return build({
    id: id(chatId, index),
    chatId,
    sender: fromMe ? us : { pn: `551190000${2000 + Number(chatId.slice(-3))}@s.whatsapp.net`, lid: null },
    senderName: '',
    fromMe,
    atMs,
    content: { kind: 'text', text },
    status: 'read',
    ...change,
  })
}

export const groupId = '01900000-0000-7000-8000-00000000c002'
export const filesId = '01900000-0000-7000-8000-00000000c004'
export const kindsId = '01900000-0000-7000-8000-00000000c007'

/** What is said in a chat, oldest first. */
export function conversation(chatId: string, now: number): Message[] {
  if (chatId === groupId) return family(chatId, now)
  if (chatId === filesId) return withFiles(chatId, now)
  return chatId === kindsId ? everyKind(chatId, now) : cake(chatId, now)
}

/** A long conversation about a cake, oldest first. */
function cake(chatId: string, now: number): Message[] {
  const yesterday = now - day
  const lines: Message[] = []
  const add = (fromMe: boolean, text: string, atMs: number, change?: MessageChange) =>
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
  add(false, '', yesterday + 6 * minute, { content: { kind: 'unsupported', name: 'richResponseMessage' } })
  add(true, 'Anotado. Um bolo de brigadeiro para sábado, 2,5 kg.', yesterday + 9 * minute)
  add(true, 'O endereço continua o mesmo?', yesterday + 9 * minute + 5_000, { status: 'delivered' })
  add(false, '', now - 50 * minute, { content: { kind: 'undecryptable' } })
  add(true, 'Não consegui ver sua última mensagem, pode repetir?', now - 40 * minute, { status: 'sent' })
  add(true, 'Este número mudou?', now - 38 * minute, { status: 'failed', failure: 'not_on_whatsapp' })
  add(false, 'Continua o mesmo, sim', now - 6 * minute, { status: 'delivered' })
  add(false, '<b>Rua das Flores</b>, 12 — <img src=x onerror=alert(1)>', now - 5 * minute, { status: 'delivered' })
  return lines
}

export const us: Address = { pn: account.pn, lid: account.lid }
const ana: Address = { pn: '551190000301@s.whatsapp.net', lid: '100000000000301@lid' } // invented
const bruno: Address = { pn: '5511900000302@s.whatsapp.net', lid: null } // invented
const carla: Address = { pn: null, lid: '100000000000303@lid' } // invented
const nobody: Address = { pn: '5511900000304@s.whatsapp.net', lid: null } // invented

/** A group with authors, and with what happens to groups. */
function family(chatId: string, now: number): Message[] {
  const lines: Message[] = []
  let atMs = now - 26 * hour
  const add = (sender: Address, senderName: string, content: Content | string, change: MessageChange = {}) => {
    atMs += 4 * minute
    const said: Content = typeof content === 'string' ? { kind: 'text', text: content } : content
    lines.push(message(chatId, lines.length, sender === us, '', atMs, { sender, senderName, content: said, ...change }))
  }
  add(ana, 'Ana', line({ what: 'group_created', subject: 'Família' }))
  add(ana, 'Ana', line({ what: 'joined', who: [us, bruno, carla] }))
  add(ana, 'Ana', line({ what: 'subject', subject: 'Família Souza' }))
  add(bruno, 'Bruno Souza', 'Boa tarde, família!')
  add(bruno, 'Bruno Souza', 'Quem leva o bolo no domingo?')
  add(carla, 'Carla', 'Eu levo os refrigerantes', {
    marks: { reactions: [reaction(ana, '❤️'), reaction(bruno, '👍'), reaction(us, '👍')] },
  })
  add(us, '', 'O bolo é comigo 🎂', {
    context: { quote: { id: id(chatId, 4), sender: bruno, fromMe: false, kind: 'text', text: 'Quem leva o bolo no domingo?' } },
  })
  atMs += 22 * hour
  add(nobody, '', 'Oi, pessoal! Aqui é o Tio Zé, número novo.')
  add(nobody, '', { kind: 'deleted' }, { marks: { deleted: { by: ana, fromMe: false, atMs } } })
  add(carla, 'Carla', line({ what: 'left', who: [carla] }))
  add(ana, 'Ana', line({ what: 'promoted', who: [bruno] }))
  add(ana, 'Ana', line({ what: 'disappearing_timer', afterS: 7 * 86_400 }))
  add(bruno, 'Bruno Souza', line({ what: 'security_number_changed' }))
  add(ana, 'Ana', file('image', { caption: 'O salão ficou *lindo*', width: 1200, height: 900, hasThumbnail: true }))
  add(ana, 'Ana', '@5511900000302 quem leva o bolo?', { context: { mentions: [bruno] } })
  return lines
}

const id = (chatId: string, index: number) => `3EB0${chatId.slice(-4)}${String(index).padStart(6, '0')}`
const reaction = (by: Address, emoji: string) => ({ by, fromMe: by === us, emoji, atMs: 0 })

/** The name of the one file of a message. */
export const mediaId = (index: number) => `01900000-0000-7000-8000-0000000f${String(index).padStart(4, '0')}`

/** Files that are here, that wait, that did not come; and an album. */
function withFiles(chatId: string, now: number): Message[] {
  const lines: Message[] = []
  let atMs = now - 3 * hour
  const add = (fromMe: boolean, content: Content, of: Partial<MediaFile> | null, change: MessageChange = {}) => {
    atMs += 2 * minute
    const own = of && mediaFile({ id: mediaId(lines.length), ...of })
    lines.push(message(chatId, lines.length, fromMe, '', atMs, { content, file: own, ...change }))
  }
  const wave = Array.from({ length: 64 }, (_, at) => Math.round(50 + 45 * Math.sin(at / 3) * Math.cos(at / 11)))
  const photo = (change: Parameters<typeof file>[1] = {}) => file('image', { width: 900, height: 600, hasThumbnail: true, ...change })
  add(false, { kind: 'text', text: 'Seguem as fotos do salão' }, null)
  add(false, photo({ caption: 'A *entrada*', sizeBytes: 240_000 }), {})
  add(false, photo({ sizeBytes: 1_900_000 }), { state: 'on_demand', reason: 'history', mime: '', sizeBytes: 1_900_000 })
  add(false, photo({ sizeBytes: 880_000 }), { state: 'waiting', mime: '', sizeBytes: 880_000 })
  add(false, photo({ caption: 'O jardim' }), { state: 'failed', reason: 'gone', mime: '', sizeBytes: 310_000 })
  add(true, file('video', { width: 720, height: 1280, durationS: 42, hasThumbnail: true }), { mime: 'video/mp4', sizeBytes: 6_200_000 })
  const large = { state: 'on_demand', reason: 'too_large', mime: '', sizeBytes: 61_000_000 } as const
  add(false, file('video', { width: 1280, height: 720, durationS: 310, hasThumbnail: true }), large)
  add(false, file('voice', { durationS: 2, waveform: wave }), { mime: 'audio/ogg', sizeBytes: 31_000 })
  add(true, file('voice', { durationS: 9, waveform: wave }), { mime: 'audio/ogg', sizeBytes: 24_000 })
  add(false, file('audio', { durationS: 2, fileName: 'parabéns.mp3' }), { mime: 'audio/mpeg', sizeBytes: 3_100_000 })
  const pdf = { fileName: 'Orçamento festa.pdf', pages: 3, caption: 'Segue o orçamento' }
  add(false, file('document', pdf), { mime: 'application/pdf', sizeBytes: 1_240_000 })
  // It ends in "fdp.exe", and means to be taken for another.
  const trick = { fileName: 'nota\u202efdp.exe' }
  add(false, file('document', trick), { state: 'on_demand', reason: 'kind', mime: '', sizeBytes: 90_000 })
  add(true, file('document', { fileName: 'planilha.xlsx' }), { state: 'failed', reason: 'no_space', mime: '', sizeBytes: 45_000_000 })
  add(false, file('sticker'), { mime: 'image/webp', sizeBytes: 18_000 })
  const album = id(chatId, lines.length)
  add(false, { kind: 'album', images: 5, videos: 1 }, null)
  const inAlbum: MessageChange = { context: { album } }
  add(false, photo({ caption: 'Todas as mesas' }), {}, inAlbum)
  add(false, photo({ width: 600, height: 900 }), {}, inAlbum)
  add(false, file('video', { width: 720, height: 1280, durationS: 12, hasThumbnail: true }), { mime: 'video/mp4' }, inAlbum)
  add(false, photo(), { state: 'on_demand', reason: 'full', mime: '' }, inAlbum)
  add(false, photo(), {}, inAlbum)
  add(false, photo(), {}, inAlbum)
  add(true, { kind: 'text', text: 'Ficou lindo!' }, null)
  return lines
}

/** A long past of pictures before the files of a chat, four a day, oldest first. */
export function pastPictures(chatId: string, now: number, count: number): Message[] {
  return Array.from({ length: count }, (_, index) => {
    const atMs = now - day - (count - index) * 6 * hour
    const content = file('image', { width: 900, height: 600, hasThumbnail: true })
    return message(chatId, 100_000 + index, index % 3 === 0, '', atMs, { content, file: mediaFile({ id: mediaId(1) }) })
  })
}

/** One message of every kind, and whatever may stand around one. */
function everyKind(chatId: string, now: number): Message[] {
  const lines: Message[] = []
  let atMs = now - 5 * hour
  const add = (fromMe: boolean, content: Content, change: MessageChange = {}) => {
    atMs += 3 * minute
    lines.push(message(chatId, lines.length, fromMe, '', atMs, { content, ...change }))
  }
  const text = (words: string): Content => ({ kind: 'text', text: words })
  const by = message(chatId, 0, false, '', 0).sender
  const ad = {
    title: 'Bolos para o fim de semana',
    body: 'Encomende até sexta.',
    sourceUrl: 'https://exemplo.com.br/anuncio',
    sourceId: '1',
    sourceKind: 'ad',
    clickId: 'c',
  }
  add(false, text('Olá! Vi o anúncio de vocês.'), { context: { referral: ad } })
  add(true, text('Oi! *Negrito*, _itálico_, ~riscado~, `código` e um link: https://exemplo.com.br/cardapio\n```total = 3 * 49,90```'))
  add(false, {
    kind: 'text',
    text: 'https://exemplo.com.br/bolos',
    preview: { url: 'https://exemplo.com.br/bolos', title: 'Bolos da casa', description: 'Sabores, tamanhos e preços' },
  })
  add(false, text('Repassando o recado do condomínio'), { context: { forwarded: 2 } })
  add(true, text('O preço certo: 12'), { marks: { edits: [{ content: text('O preço certo: 21'), untilMs: atMs }], isStarred: true } })
  add(false, text('Fechado!'), {
    context: { quote: { id: id(chatId, 4), fromMe: true, kind: 'text', text: 'O preço certo: 12' } },
    marks: { reactions: [reaction(us, '🎉')], pin: { by: us, untilMs: now + day } },
  })
  add(false, file('image', { caption: 'pedido 123', width: 1200, height: 900, sizeBytes: 240_000, hasThumbnail: true }))
  add(true, file('video', { width: 720, height: 1280, durationS: 42, sizeBytes: 6_200_000, hasThumbnail: true }))
  add(false, file('gif', { width: 480, height: 270, hasThumbnail: true }))
  add(false, file('round_video', { durationS: 9, hasThumbnail: true }))
  add(
    false,
    file('voice', {
      durationS: 12,
      sizeBytes: 31_000,
      waveform: Array.from({ length: 64 }, (_, at) => Math.round(50 + 45 * Math.sin(at / 3))),
    }),
  )
  add(true, file('audio', { durationS: 194, fileName: 'parabéns.mp3', sizeBytes: 3_100_000 }))
  add(false, file('document', { fileName: 'Orçamento festa.pdf', pages: 3, sizeBytes: 1_240_000, caption: 'Segue o orçamento' }))
  add(false, file('sticker', { isAnimated: true, hasThumbnail: true }))
  add(false, file('image', { sizeBytes: 90_000 }), { context: { isViewOnce: true } })
  add(false, { kind: 'place', latitude: -23.5614, longitude: -46.6559, name: 'Salão Ipê', address: 'Rua das Flores, 12', isLive: false })
  add(false, { kind: 'place', latitude: -23.5614, longitude: -46.6559, isLive: true, caption: 'Estou chegando' })
  add(false, { kind: 'contacts', cards: [{ name: 'Decoração da Lu', numbers: ['+55 11 90000-0305'], vcard: '' }] }) // invented
  add(
    true,
    {
      kind: 'poll',
      question: 'Qual sabor?',
      options: [
        { name: 'Brigadeiro', hash: 'a' },
        { name: 'Morango', hash: 'b' },
        { name: 'Doce de leite', hash: 'c' },
      ],
      choices: 1,
    },
    {
      marks: {
        votes: [
          { by: ana, fromMe: false, options: ['a'], atMs },
          { by: bruno, fromMe: false, options: ['b'], atMs },
          { by: us, fromMe: true, options: ['a'], atMs },
        ],
      },
    },
  )
  add(
    false,
    {
      kind: 'occasion',
      name: 'Aniversário da Sofia',
      description: 'Traga alegria!',
      place: { latitude: -23.5, longitude: -46.6, name: 'Salão Ipê', isLive: false },
      startsAtS: Math.floor((now + 3 * day) / 1000),
      endsAtS: Math.floor((now + 3 * day + 3 * hour) / 1000),
      isCancelled: false,
    },
    {
      marks: {
        answers: [
          { by: ana, fromMe: false, attendance: 'going', guests: 2, atMs },
          { by: bruno, fromMe: false, attendance: 'maybe', guests: 0, atMs },
        ],
      },
    },
  )
  add(false, {
    kind: 'choices',
    shape: 'interactive',
    header: 'Agendamento',
    text: 'Qual horário prefere?',
    footer: 'Clínica Vida',
    button: 'Ver horários',
    options: [
      { id: '1', title: 'Terça, 14h', section: 'Esta semana', action: { does: 'reply' } },
      { id: '2', title: 'Quinta, 9h', description: 'com a Dra. Paula', section: 'Esta semana', action: { does: 'reply' } },
      { id: '', title: 'Abrir o site', section: 'Outros', action: { does: 'open_url', value: 'https://exemplo.com.br' } },
      { id: '', title: 'Copiar código', section: 'Outros', action: { does: 'copy', value: 'VIDA10' } },
    ],
  })
  add(true, { kind: 'chosen', id: '2', title: 'Quinta, 9h', description: 'com a Dra. Paula' })
  add(false, {
    kind: 'product',
    id: 'p1',
    title: 'Bolo de brigadeiro',
    description: '2,5 kg',
    priceThousandths: 189_900,
    currency: 'BRL',
    url: 'https://exemplo.com.br/p1',
  })
  add(false, { kind: 'order', id: 'o1', text: 'Para sábado', items: 3, totalThousandths: 249_700, currency: 'BRL' })
  add(true, { kind: 'payment', about: 'requested', amountThousandths: 249_700, currency: 'BRL', note: 'Sinal de 50%' })
  add(false, {
    kind: 'group_invitation',
    group: '120363000000000002@g.us',
    name: 'Festa da Sofia',
    code: 'AbCdEf123',
    expiresAtS: Math.floor((now + 2 * day) / 1000),
  })
  add(false, { kind: 'call', isVideo: false, outcome: 'missed' })
  add(true, { kind: 'call', isVideo: true, outcome: 'answered', durationS: 185 })
  add(false, line({ what: 'security_number_changed' }))
  add(false, { kind: 'open_on_phone' })
  add(false, { kind: 'deleted' }, { marks: { deleted: { by, fromMe: false, atMs } } })
  add(false, { kind: 'undecryptable' })
  add(false, { kind: 'unsupported', name: 'richResponseMessage' })
  add(false, text('Esta veio sem hora.'), { atMs: null })
  add(true, text('Confirmado para sábado!'), { status: 'failed', failure: 'no_answer' })
  return lines
}

export function chats(now: number): Chat[] {
  const said = (words: string): Content => ({ kind: 'text', text: words })
  interface Given extends Partial<Chat> {
    last: Content
    ago: number
    by?: string
    fromMe?: boolean
    status?: Message['status']
  }
  const salon = { images: 3, videos: 1, caption: 'O salão, pronto' }
  const people: Given[] = [
    { name: 'Marina Costa', last: said('Continua o mesmo, sim'), unread: 2, ago: 5 * minute, status: 'delivered' },
    { name: 'Fornecedor Trigo Bom', last: said('Entrego amanhã cedo 👍'), ago: 42 * minute, fromMe: true, pinnedAtMs: now - day },
    { name: 'Família Souza', kind: 'group', last: said('quem leva o bolo?'), by: 'Ana', unread: 14, ago: 2 * hour, mutedForEver: true },
    { name: '', nameSource: 'none', last: said('Boa noite, qual o horário de vocês?'), unread: 1, ago: 5 * hour },
    { name: 'João Pereira', last: file('image', { caption: 'Comprovante' }), ago: 26 * hour, fromMe: true, status: 'delivered' },
    { name: 'Condomínio Ipê', last: file('image'), lastAlbum: salon, ago: 3 * day, isMarkedUnread: true },
    {
      name: 'Dona Lúcia',
      nameSource: 'own',
      username: 'lucia.doces',
      last: said('Vou passar aí às 15h para retirar a encomenda, pode deixar separado por favor'),
      ago: 9 * day,
      fromMe: true,
      status: 'sent',
    },
    { name: 'Sofia Lima', last: { kind: 'poll', question: 'Qual sabor?', options: [], choices: 1 }, ago: 12 * day },
    { name: 'Gás do Bairro', last: said('Obrigado pela preferência!'), ago: 20 * day, isArchived: true },
  ]
  return people.map(({ last, ago, by = '', fromMe = false, status = 'read', ...change }, index) => {
    const id = `01900000-0000-7000-8000-00000000c${String(index).padStart(3, '0')}`
    const isGroup = change.kind === 'group'
    return {
      id,
      kind: 'direct',
      pn: isGroup ? '120363000000000001@g.us' : `551190000${2000 + index}@s.whatsapp.net`,
      lid: null,
      name: '',
      nameSource: 'address_book',
      username: '',
      unread: 0,
      isMarkedUnread: false,
      isArchived: false,
      pinnedAtMs: null,
      mutedUntilMs: null,
      mutedForEver: false,
      disappearsAfterS: null,
      about: '',
      isVerified: false,
      pictureId: null,
      group: isGroup
        ? { description: '', isAnnouncement: false, isLocked: false, onlyAdminsAdd: false, needsApproval: false, community: null }
        : null,
      isBlocked: false,
      labels: [],
      assigneeId: null,
      notes: 0,
      waitingSinceMs: fromMe || isGroup ? null : now - ago,
      lastActivityMs: now - ago,
      isCurrent: true,
      lastAlbum: null,
      lastMessage: message(id, 900, fromMe, '', now - ago, { status, content: last, senderName: by }),
      lastEventNumber: 0,
      ...change,
    }
  })
}

/** What the first of the keys made and saw. */
export const issued = {
  keys: [{ id: '11', prefix: 'wsk_q5t8wm2c', tenantId, tenantName: 'Padaria Sol', createdAtMs: 1_790_000_000_000 }],
  links: [{ tenantId, tenantName: 'Padaria Sol' }],
}
