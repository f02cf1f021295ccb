// Three of different make in one network: a Baileys, a whatsapp-rust client and an emulated phone.
import { startWorld, type World } from '../support/programs'
import { Device } from './device'
import { logIn, Tenant } from './tenant'
import { trust } from './trust'

export interface Company {
  world: World
  device: Device
  tenant: Tenant
  part: () => Promise<void>
}

/** Starts the network and links the two clients; all numbers are invented. */
export async function gather([baileys, rust, phone]: readonly [string, string, string]): Promise<Company> {
  const world = await startWorld()
  trust(await world.phones.root())
  await world.phones.create(baileys, 'Oficina Baileys')
  await world.phones.create(rust, 'Padaria Ferrugem')
  await world.phones.create(phone, 'Ana Souza')
  const tenant = await Tenant.create(world, await logIn(world), 'Padaria Ferrugem')
  await tenant.link(world, rust)
  const device = await Device.linked(world.network, baileys)
  const part = async () => {
    await device.close()
    await world.stop()
  }
  return { world, device, tenant, part }
}
