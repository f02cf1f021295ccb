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

export const internetKinds = ['closed', 'tunnel', 'proxy'] as const
type InternetKind = (typeof internetKinds)[number]

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
  }
}

/** What a program needs to be told. */
export const programNeeds: Record<TunnelProgram, { token: boolean; words: boolean; publicUrl: 'no' | 'maybe' | 'must' }> = {
  cloudflared_quick: { token: false, words: false, publicUrl: 'no' },
  cloudflared_named: { token: true, words: false, publicUrl: 'must' },
  tailscale_funnel: { token: false, words: false, publicUrl: 'no' },
  frp: { token: false, words: true, publicUrl: 'must' },
  other: { token: false, words: true, publicUrl: 'maybe' },
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
      }
    }
  }
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
