// What the forms of Access hold while somebody fills them in, and what becomes of it.
import type { Trouble } from '../../api/problem'
import type { Access, AccessBody, LinkBy, TunnelProgram } from '../../api/types'

/** How the network is to reach the server. */
export interface NetworkDraft {
  isOpen: boolean
  /** The one address to listen on; empty: all of them. */
  address: string
  name: string
  linkBy: LinkBy
}

export const internetKinds = ['closed', 'tunnel', 'domain', 'proxy'] as const
type InternetKind = (typeof internetKinds)[number]

/** From where a certificate is. */
export const certificateKinds = ['acme', 'files'] as const
type CertificateKind = (typeof certificateKinds)[number]

/** How everybody else is to reach it. What another way needs stays while somebody looks at it. */
export interface InternetDraft {
  kind: InternetKind
  publicUrl: string
  /** One in each line. */
  trustedProxies: string
  program: TunnelProgram
  path: string
  /** One in each line. */
  words: string
  /** Empty: the one that is stored stays. */
  token: string
  /** Whether the program writes for whom it speaks. */
  namesCallers: boolean
  domainName: string
  certificate: CertificateKind
  /** Empty: nobody is written to. */
  contact: string
  /** Empty: the usual authority. */
  directoryUrl: string
  authorityPath: string
  chainPath: string
  keyPath: string
  port: string
  publicPort: string
  redirects: boolean
  redirectPort: string
  asksRouter: boolean
}

export function networkDraft({ network }: Access): NetworkDraft {
  return { isOpen: network.isOpen, address: network.address ?? '', name: network.name, linkBy: network.linkBy }
}

export function internetDraft({ internet }: Access): InternetDraft {
  const { tunnel } = internet
  return {
    kind: internetKinds.find((kind) => kind === internet.kind) ?? 'closed',
    publicUrl: internet.publicUrl ?? '',
    trustedProxies: internet.kind === 'proxy' ? internet.trustedProxies.join('\n') : '127.0.0.1',
    program: tunnel?.program ?? 'cloudflared_quick',
    path: tunnel?.path ?? '',
    words: tunnel?.arguments.join('\n') ?? '',
    token: '',
    namesCallers: tunnel?.namesCallers ?? false,
    ...domainDraft(internet.domain),
  }
}

function domainDraft(domain: Access['internet']['domain']) {
  const source = domain?.source
  const acme = source?.kind === 'acme' ? source : undefined
  const files = source?.kind === 'files' ? source : undefined
  const redirectPort = domain ? domain.redirectPort : 80
  return {
    domainName: domain?.name ?? '',
    certificate: source?.kind ?? ('acme' as const),
    contact: acme?.contact ?? '',
    directoryUrl: acme?.directoryUrl ?? '',
    authorityPath: acme?.authorityPath ?? '',
    chainPath: files?.chainPath ?? '',
    keyPath: files?.keyPath ?? '',
    port: String(domain?.port ?? 443),
    publicPort: String(domain?.publicPort ?? 443),
    redirects: redirectPort !== null,
    redirectPort: String(redirectPort ?? 80),
    asksRouter: domain?.asksRouter ?? false,
  }
}

interface ProgramNeeds {
  token: boolean
  words: boolean
  publicUrl: 'no' | 'maybe' | 'must'
  /** Whether it writes for whom it speaks: of the others that is known. */
  namesCallers: boolean
}

/** What a program needs to be told, or we of it. */
export const programNeeds: Record<TunnelProgram, ProgramNeeds> = {
  cloudflared_quick: { token: false, words: false, publicUrl: 'no', namesCallers: false },
  cloudflared_named: { token: true, words: false, publicUrl: 'must', namesCallers: false },
  tailscale_funnel: { token: false, words: false, publicUrl: 'no', namesCallers: false },
  frp: { token: false, words: true, publicUrl: 'must', namesCallers: true },
  other: { token: false, words: true, publicUrl: 'maybe', namesCallers: true },
}

/** The part of the choice that somebody filled in. */
interface AccessChange {
  network?: NetworkDraft
  internet?: InternetDraft
  isAdminRemote?: boolean
}

/** The whole choice: one part as it was filled in, the others as they are stored. */
export function accessBody(access: Access, change: AccessChange): AccessBody {
  const network = change.network ?? networkDraft(access)
  return {
    network: {
      // What was said when the server was started is no choice of ours.
      isOpen: network.isOpen && !access.network.isFixed,
      address: network.address === '' ? null : network.address,
      name: network.name.trim(),
      linkBy: network.linkBy,
    },
    internet: access.internet.isFixed ? { kind: 'closed' } : internetBody(change.internet ?? internetDraft(access)),
    admin: { isRemote: (change.isAdminRemote ?? access.admin.isRemote) && !access.admin.isFixed },
  }
}

function internetBody(draft: InternetDraft): AccessBody['internet'] {
  switch (draft.kind) {
    case 'closed':
      return { kind: 'closed' }
    case 'proxy':
      return { kind: 'proxy', publicUrl: withScheme(draft.publicUrl), trustedProxies: lines(draft.trustedProxies) }
    case 'tunnel': {
      const needs = programNeeds[draft.program]
      const publicUrl = withScheme(draft.publicUrl)
      const token = draft.token.trim()
      return {
        kind: 'tunnel',
        program: draft.program,
        path: draft.path.trim() || null,
        arguments: needs.words ? lines(draft.words) : [],
        publicUrl: needs.publicUrl === 'no' || publicUrl === '' ? null : publicUrl,
        ...(needs.token && token !== '' && { token }),
        ...(needs.namesCallers && { namesCallers: draft.namesCallers }),
      }
    }
    case 'domain':
      return {
        kind: 'domain',
        name: draft.domainName.trim(),
        certificate: certificateBody(draft),
        port: portNumber(draft.port),
        publicPort: portNumber(draft.publicPort),
        redirectPort: draft.redirects ? portNumber(draft.redirectPort) : null,
        asksRouter: draft.asksRouter,
      }
  }
}

function certificateBody(draft: InternetDraft) {
  if (draft.certificate === 'files') return { kind: 'files' as const, chainPath: draft.chainPath.trim(), keyPath: draft.keyPath.trim() }
  return {
    kind: 'acme' as const,
    contact: draft.contact.trim() || null,
    directoryUrl: draft.directoryUrl.trim() || null,
    authorityPath: draft.authorityPath.trim() || null,
  }
}

/** What is no port is 0, which the server refuses at its field. */
function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0
  return port > 65_535 ? 0 : port
}

/** Whoever types a name means it encrypted. */
export function withScheme(text: string): string {
  const address = text.trim()
  return address === '' || address.includes('://') ? address : `https://${address}`
}

/** The lines that say something. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** Which of several lines was refused, from 0. */
export function refusedLine(trouble: Trouble | undefined, field: string): number | undefined {
  const error = trouble?.body?.errors?.find((one) => one.field.startsWith(`${field}.`))
  return error && Number(error.field.slice(field.length + 1))
}

/** Whether a trouble is about a field of that part. */
export function isAbout(trouble: Trouble, part: 'network' | 'internet'): boolean {
  return trouble.body?.errors?.some(({ field }) => field.startsWith(`${part}.`)) ?? false
}

export const isSame = <T extends object>(one: T, other: T) => JSON.stringify(one) === JSON.stringify(other)
