// The panel is looked at until it shows what was said about messages.
import assert from 'node:assert/strict'

import { until } from '../../support/programs'
import type { Tenant } from '../tenant'
import type { People } from './people'
import type { Schemas } from './row'
import type { Said } from './saying'

const none = { reactions: [], edits: [], votes: [], answers: [], isStarred: false, isKept: false }

/** A value without its times. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless)
  if (typeof value !== 'object' || value === null) return value
  const told = Object.entries(value).filter(([name]) => !['atMs', 'untilMs'].includes(name))
  return Object.fromEntries(told.map(([name, one]) => [name, timeless(one)]))
}

/** What of a message is not as it must be. */
function wrong({ what, id, content, marks }: Said, message: Schemas['Message'] | undefined, people: People): string | undefined {
  if (!message) return `${what}: there is no ${id}`
  try {
    assert.deepEqual(timeless(people.inside(message.marks)), { ...none, ...marks })
    if (content) assert.deepEqual(message.content, content)
  } catch (difference) {
    return `${what}: ${(difference as Error).message}`
  }
  return undefined
}

/** Waits until the panel shows all of it, and gives the panel. */
export async function allSaid(tenant: Tenant, people: People, said: Said[]): Promise<Map<string, Schemas['Message']>> {
  let last: string[] = []
  const whole = until('everything stands there', async () => {
    const panel = await tenant.everything()
    last = said.flatMap((one) => wrong(one, panel.get(one.id), people) ?? [])
    return last.length === 0 && panel
  })
  return whole.catch(() => assert.fail(last.join('\n')))
}
