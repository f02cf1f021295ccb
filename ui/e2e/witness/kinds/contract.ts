// What kinds the API has, by its own description.
import { readFileSync } from 'node:fs'

interface Shape {
  allOf?: Shape[]
  properties?: { kind?: { enum: string[] } }
}

interface Openapi {
  components: { schemas: Record<'Content' | 'DraftBody', { oneOf: Shape[] }> & { MediaKind: { enum: string[] } } }
}

/** The kinds of a union, in the order of the alphabet; in place of files what kinds of files there are. */
export function kindsOf(union: 'Content' | 'DraftBody'): string[] {
  const file = new URL('../../../../src-tauri/server/openapi.json', import.meta.url)
  const { schemas } = (JSON.parse(readFileSync(file, 'utf8')) as Openapi).components
  const own = ({ properties }: Shape) => properties?.kind?.enum ?? []
  const kinds = schemas[union].oneOf.flatMap((shape) => [shape, ...(shape.allOf ?? [])].flatMap(own))
  return [...kinds.filter((kind) => kind !== 'media'), ...schemas.MediaKind.enum].sort()
}
