// Groups of the mocked world: who is in them, and what becomes of changes.
import type { Address, Chat, GroupSettings, MemberOutcome, Participant } from '../../src/api/types'

import { problem } from './answers'

interface Known {
  members: Participant[]
  /** Who asks to be let in. */
  joinRequests: Address[]
  inviteCode: number
  /** Addresses of people whom nobody may add. */
  addedByNobody: Set<string>
  chats: Chat[]
  /** How changes are refused. */
  refuses: { status: number; code: string } | null
}

/** Somebody who asks to be let in; invented. */
export const joinRequests = (): Address[] => [party('5511900000305@s.whatsapp.net')]

const party = (address: string) => (address.endsWith('@lid') ? { pn: null, lid: address } : { pn: address, lid: null })

function become(state: Known, change: 'add' | 'remove' | 'promote' | 'demote', who: string): MemberOutcome {
  const is = ({ party: { pn, lid } }: Participant) => pn === who || lid === who
  const outcome = (result: MemberOutcome['result']): MemberOutcome => ({ who: party(who), result, code: null, invitation: null })
  if (change === 'add') {
    if (state.addedByNobody.has(who)) return outcome('needs_invitation')
    state.members = [...state.members, { party: party(who), role: 'member' }]
  } else if (change === 'remove') state.members = state.members.filter((one) => !is(one))
  else state.members = state.members.map((one) => (is(one) ? { ...one, role: change === 'promote' ? 'admin' : 'member' } : one))
  return outcome('done')
}

/** What the addresses of a group answer; nothing where there is no such one. */
export function groupPlane(state: Known, method: string, chat: Chat, act: string, body: object): [number, unknown?] | undefined {
  if (chat.kind !== 'group') return undefined
  const {
    change,
    participants = [],
    approve,
  } = body as {
    change: 'add' | 'remove' | 'promote' | 'demote'
    participants?: string[]
    approve?: boolean
  }
  switch (act) {
    case 'participants':
      return [200, method === 'POST' ? participants.map((who) => become(state, change, who)) : state.members]
    case 'group': {
      const { subject, description, ...rules } = body as GroupSettings
      if (subject != null) chat.name = subject
      if (chat.group) Object.assign(chat.group, rules, description == null ? {} : { description })
      return [204]
    }
    case 'picture': {
      if (state.refuses) return problem(state.refuses.status, state.refuses.code)
      const { mediaId } = body as { mediaId?: string }
      chat.pictureId = mediaId ?? null
      return [204]
    }
    case 'invite-link':
      if (method === 'POST') state.inviteCode++
      return [200, { url: `https://chat.whatsapp.com/Convite${state.inviteCode}` }]
    case 'join-requests':
      if (method === 'GET') return [200, state.joinRequests.map((by) => ({ by, atMs: null }))]
      state.joinRequests = state.joinRequests.filter(({ pn, lid }) => !participants.includes(pn ?? lid ?? ''))
      return [
        200,
        participants.map((who) =>
          approve ? become(state, 'add', who) : { who: party(who), result: 'done', code: null, invitation: null },
        ),
      ]
    case 'leave':
      state.members = state.members.filter(({ role }) => role !== 'admin')
      return [204]
    default:
      return undefined
  }
}

/** A group that is made. */
export function newGroup(state: Known, like: Chat, body: object): [number, unknown] {
  const { subject, participants } = body as { subject: string; participants: string[] }
  const chat: Chat = { ...like, id: '01900000-0000-7000-8000-00000000c0f0', name: subject, lastMessage: null, lastActivityMs: Date.now() }
  state.chats = [chat, ...state.chats]
  return [201, { chat, participants: participants.map((who) => become(state, 'add', who)) }]
}
