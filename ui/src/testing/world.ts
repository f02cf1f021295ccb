// Builders of what the server says. Numbers are invented.
import type {
  Access,
  Chat,
  Content,
  MediaFile,
  Message,
  Portal,
  PortalEvent,
  SessionState,
  Settings,
  SystemLine,
  Tenant,
} from '../api/types'

export const tenantId = '01900000-0000-7000-8000-000000000001'
export const chatId = '01900000-0000-7000-8000-00000000c001'

export function session(change: Partial<SessionState> = {}): SessionState {
  return {
    status: 'connected',
    sinceMs: 1_000,
    cause: 'logged_in',
    next: 'nothing',
    nextAtMs: null,
    action: 'none',
    history: null,
    ...change,
  }
}

export function tenant(change: Partial<Tenant> = {}): Tenant {
  return {
    id: tenantId,
    name: 'Padaria Sol',
    phone: null,
    account: null,
    unexpectedAccount: null,
    sameAccountAs: [],
    createdAtMs: 1_000,
    lastActivityAtMs: null,
    session: session(),
    ...change,
  }
}

export function portal(change: Partial<Portal> = {}): Portal {
  return {
    tenantId,
    tenantName: 'Padaria Sol',
    providerName: 'Conecta Zap',
    account: null,
    expectedPhone: null,
    unexpectedAccount: null,
    session: session(),
    lastEventNumber: 0,
    ...change,
  }
}

/** What the provider said of itself; the first run is over. */
export function settings(change: Partial<Settings> = {}): Settings {
  return {
    name: 'Conecta Zap',
    isNameFixed: false,
    isNameChosen: true,
    language: 'pt-BR',
    isLanguageChosen: false,
    firstRun: 'done',
    ...change,
  }
}

/** From where the server is reached when nothing was chosen: this computer only. */
export function access(change: Partial<Access> = {}): Access {
  return {
    network: { isOpen: false, isFixed: false, address: null, name: 'portaria', linkBy: 'name', toldName: null, listening: [] },
    internet: { kind: 'closed', isFixed: false, publicUrl: null, trustedProxies: [], tunnel: null, domain: null },
    admin: { isRemote: false, isFixed: false },
    port: 3001,
    tunnelPort: 3002,
    system: 'linux',
    needsPassword: false,
    localAddresses: [
      { interface: 'wlp2s0', ip: '192.168.0.12', isMain: true },
      { interface: 'tun0', ip: '10.8.0.4', isMain: false },
    ],
    programs: [
      { program: 'cloudflared_quick', path: '/usr/local/bin/cloudflared' },
      { program: 'cloudflared_named', path: '/usr/local/bin/cloudflared' },
      { program: 'tailscale_funnel', path: null },
      { program: 'frp', path: null },
      { program: 'other', path: null },
    ],
    addresses: [{ url: 'http://localhost:3001', reach: 'this_machine', check: null, lastVisitAtMs: null }],
    isChecking: false,
    ...change,
  }
}

/** What most messages have nothing of. */
const context: Message['context'] = { mentions: [], forwarded: 0, isViewOnce: false }
const marks: Message['marks'] = { reactions: [], edits: [], votes: [], answers: [], isStarred: false, isKept: false }

/** What is said of a message, where it differs. */
export interface MessageChange extends Partial<Omit<Message, 'context' | 'marks'>> {
  context?: Partial<Message['context']>
  marks?: Partial<Message['marks']>
}

export function message(change: MessageChange = {}): Message {
  return {
    id: 'M1',
    chatId,
    sender: { pn: '551190000002@s.whatsapp.net', lid: null },
    senderName: 'Marina',
    fromMe: false,
    atMs: change.placeMs ?? 10_000,
    placeMs: change.atMs ?? 10_000,
    content: { kind: 'text', text: 'oi' },
    status: 'delivered',
    failure: null,
    clientKey: null,
    isAutomatic: false,
    isOfEarlierNumber: false,
    sentBy: null,
    kept: null,
    file: null,
    ...change,
    context: { ...context, ...change.context },
    marks: { ...marks, ...change.marks },
  }
}

export function chat(change: Partial<Chat> = {}): Chat {
  return {
    id: chatId,
    kind: 'direct',
    pn: '551190000002@s.whatsapp.net',
    lid: null,
    name: 'Marina',
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
    group: null,
    isBlocked: false,
    labels: [],
    assigneeId: null,
    notes: 0,
    isCurrent: true,
    waitingSinceMs: null,
    lastActivityMs: 5_000,
    lastMessage: null,
    lastAlbum: null,
    lastEventNumber: 0,
    ...change,
  }
}

export function event(number: number, body: Pick<PortalEvent, 'type' | 'data'>): PortalEvent {
  return { number, atMs: number, ...body } as PortalEvent
}

const ana = { pn: '551190000003@s.whatsapp.net', lid: '100000000000003@lid' } // invented
type Media = Extract<Content, { kind: 'media' }>
export const file = (kind: Media['file'], change: Partial<Media> = {}): Media => {
  const none = { waveform: [], isAnimated: false, isLottie: false, hasThumbnail: false }
  return { kind: 'media', file: kind, mime: 'application/octet-stream', ...none, ...change }
}

/** The file of a message, which is here. */
export const mediaFile = (change: Partial<MediaFile> = {}): MediaFile => ({
  id: '01900000-0000-7000-8000-0000000000f1',
  state: 'here',
  reason: null,
  mime: 'image/jpeg',
  sizeBytes: 240_000,
  ...change,
})

export const line = (said: SystemLine): Content => ({ kind: 'system', ...said })

/** One content of each kind, and of each file and line of the system. */
export const everyKind: Content[] = [
  { kind: 'text', text: 'oi' },
  file('image'),
  file('video', { durationS: 12 }),
  file('gif'),
  file('round_video'),
  file('voice', { waveform: [0, 50, 100] }),
  file('audio'),
  file('document', { fileName: 'nota.pdf', pages: 2, sizeBytes: 1_000 }),
  file('sticker', { isAnimated: true }),
  { kind: 'album', images: 2, videos: 1 },
  { kind: 'place', latitude: -23.5, longitude: -46.6, isLive: false },
  { kind: 'contacts', cards: [{ name: 'Ana', numbers: ['+55 11 90000-0003'], vcard: '' }] }, // invented
  { kind: 'poll', question: 'Qual?', options: [{ name: 'um', hash: '1' }], choices: 1 },
  { kind: 'occasion', name: 'Festa', startsAtS: 1, isCancelled: false },
  { kind: 'choices', shape: 'list', header: '', text: 'Escolha', footer: '', button: '', options: [] },
  { kind: 'chosen', id: '1', title: 'um' },
  { kind: 'product', id: '1', title: 'Bolo', priceThousandths: 49_900, currency: 'BRL' },
  { kind: 'order', id: '1', items: 2, totalThousandths: 99_800, currency: 'BRL' },
  { kind: 'payment', about: 'sent', amountThousandths: 10_000, currency: '??' },
  { kind: 'group_invitation', group: '1@g.us', name: 'Obra', code: 'abc' },
  { kind: 'call', isVideo: false, outcome: 'missed' },
  line({ what: 'group_created', subject: 'Obra' }),
  line({ what: 'joined', who: [ana] }),
  line({ what: 'left', who: [ana] }),
  line({ what: 'promoted', who: [ana] }),
  line({ what: 'demoted', who: [ana] }),
  line({ what: 'subject', subject: 'Obra' }),
  line({ what: 'description', description: '' }),
  line({ what: 'picture', isSet: true }),
  line({ what: 'group_setting', setting: 'locked', isOn: true }),
  line({ what: 'disappearing_timer', afterS: 86_400 }),
  line({ what: 'security_number_changed' }),
  line({ what: 'number_changed', to: ana }),
  line({ what: 'other', name: 'x' }),
  { kind: 'open_on_phone' },
  { kind: 'deleted' },
  { kind: 'undecryptable' },
  { kind: 'unsupported', name: 'richResponseMessage' },
]
