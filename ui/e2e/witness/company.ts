// Three of different make in one network: a Baileys, a whatsapp-rust client and an emulated phone.
import { startWorld, type World } from '../support/programs'
import { Device } from './device'
import { logIn, Tenant } from './tenant'
import { trust, trustTls } from './trust'

export interface Company {
  world: World
  device: Device
  tenant: Tenant
  part: () => Promise<void>
}

/** Starts a network that every device of this process trusts, with a phone for each number; all numbers are invented. */
export async function trustedWorld(names: Record<string, string>): Promise<World> {
  const world = await startWorld()
  trust(await world.phones.root())
  trustTls(await world.phones.certificate())
  for (const [number, name] of Object.entries(names)) await world.phones.create(number, name)
  return world
}

/** Starts the network and links the two clients; all numbers are invented. */
export async function gather([baileys, rust, phone]: readonly [string, string, string]): Promise<Company> {
  const world = await trustedWorld({ [baileys]: 'Oficina Baileys', [rust]: 'Padaria Ferrugem', [phone]: 'Ana Souza' })
  const tenant = await Tenant.create(world, await logIn(world), 'Padaria Ferrugem')
  await tenant.link(world, rust)
  const device = await Device.linked(world.network, baileys)
  const part = async () => {
    await device.close()
    await world.stop()
  }
  return { world, device, tenant, part }
}
