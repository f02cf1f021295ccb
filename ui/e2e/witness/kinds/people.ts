// Who is who: an address by number or privacy id is one person's.
import type { World } from '../../support/programs'
import type { Schemas } from './row'

export class People {
  private readonly lids: Map<string, string>

  private constructor(lids: Map<string, string>) {
    this.lids = lids
  }

  static async of({ phones }: World): Promise<People> {
    return new People(await phones.lids())
  }

  /** The number of a person, a group's address as it is; a text that says what is wrong where the address is no one's. */
  named({ pn, lid }: Schemas['Party']): string {
    const number = pn?.replace(/@s\.whatsapp\.net$/, '')
    const behind = lid ? this.lids.get(lid.replace(/@lid$/, '')) : undefined
    if (number && behind && number !== behind) return `${number}, whose privacy id is that of ${behind}`
    return number ?? behind ?? `nobody: ${pn}, ${lid}`
  }

  /** The number behind an address of any form, of a device too. */
  numberOf(jid: string): string {
    const [user, server] = [jid.split(/[:@]/)[0] ?? '', jid.split('@')[1]]
    return server === 'lid' ? (this.lids.get(user) ?? `nobody: ${jid}`) : user
  }

  /** The same value with every address in it named. */
  inside(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.inside(one))
    if (typeof value !== 'object' || value === null) return value
    if ('pn' in value && 'lid' in value) return this.named(value as Schemas['Party'])
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.inside(one)]))
  }
}
