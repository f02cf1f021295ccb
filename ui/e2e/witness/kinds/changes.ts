// What happens to chats by Baileys' doing, and the line that the panel shows of it.
import { picture } from './files'
import type { Content, Schemas } from './row'
import { type Device, jid } from '../device'
import type { People } from './people'
import type { Tenant } from '../tenant'
import { until } from '../../support/programs'

/** Who and where. */
export interface Place {
  device: Device
  /** The tenant's number, and that of somebody who comes and goes. */
  shop: string
  guest: string
  group: string
}

/** Lines with people by their numbers. */
export type Line = { what: Schemas['SystemLine']['what'] } & Record<string, unknown>

/** Does everything that leaves a line; `when` makes names of it that stand nowhere else. */
export async function changeAll({ device: { socket }, shop, guest, group }: Place, when: string): Promise<Line[]> {
  const everybody = [jid(shop)]
  await socket.groupCreate(`Outra, ${when}`, everybody)
  await socket.groupUpdateSubject(group, `Fornada, ${when}`)
  await socket.groupUpdateDescription(group, `Às cinco, ${when}`)
  await socket.updateProfilePicture(group, picture)
  await socket.groupParticipantsUpdate(group, [jid(guest)], 'add')
  await socket.groupParticipantsUpdate(group, [jid(guest)], 'promote')
  await socket.groupParticipantsUpdate(group, [jid(guest)], 'demote')
  await socket.groupParticipantsUpdate(group, [jid(guest)], 'remove')
  await socket.groupSettingUpdate(group, 'announcement')
  await socket.groupSettingUpdate(group, 'not_announcement')
  await socket.sendMessage(group, { disappearingMessagesInChat: 604_800 })
  await socket.sendMessage(group, { disappearingMessagesInChat: false })
  await socket.sendMessage(jid(shop), { disappearingMessagesInChat: 86_400 })
  await socket.sendMessage(jid(shop), { disappearingMessagesInChat: false })
  const who = [guest]
  return [
    { what: 'group_created', subject: `Outra, ${when}` },
    { what: 'subject', subject: `Fornada, ${when}` },
    { what: 'description', description: `Às cinco, ${when}` },
    { what: 'picture', isSet: true },
    { what: 'joined', who },
    { what: 'promoted', who },
    { what: 'demoted', who },
    { what: 'left', who },
    { what: 'group_setting', setting: 'announcement', isOn: true },
    { what: 'group_setting', setting: 'announcement', isOn: false },
    { what: 'disappearing_timer', afterS: 604_800 },
    { what: 'disappearing_timer', afterS: 0 },
    { what: 'disappearing_timer', afterS: 86_400 },
    { what: 'disappearing_timer', afterS: 0 },
  ]
}

/** Waits until the panel has each line as often as it was made, by whom it was made. */
export async function allShown(tenant: Tenant, people: People, by: string, lines: Line[]): Promise<void> {
  const said = (line: object) => JSON.stringify(Object.entries(line).sort())
  const wanted = lines.map((line) => said({ ...line, kind: 'system' satisfies Content['kind'] })).sort()
  let here: string[] = []
  const shown = until('every change has its line', async () => {
    const messages = [...(await tenant.everything()).values()]
    const systems = messages.filter(({ content, sender }) => content.kind === 'system' && people.named(sender) === by)
    here = systems.map(({ content }) => said(people.inside(content) as object)).sort()
    return wanted.every((line) => here.filter((one) => one === line).length === wanted.filter((one) => one === line).length)
  })
  await shown.catch(() => {
    throw new Error(`wanted:\n${wanted.join('\n')}\nhere:\n${here.join('\n')}`)
  })
}
