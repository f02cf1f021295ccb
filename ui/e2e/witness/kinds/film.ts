// A film and a recording that a server can look into.
import { readFileSync } from 'node:fs'

/** Two seconds of Opus in Ogg. */
export const recording = readFileSync(new URL('../../../../src-tauri/media/tests/data/loud_then_quiet.ogg', import.meta.url))

const words = (...numbers: number[]) => {
  const bytes = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, at) => bytes.writeUInt32BE(number, at * 4))
  return bytes
}

/** A box of an MP4: its length, its name, what is in it. */
function box(name: string, ...content: Buffer[]): Buffer {
  const inside = Buffer.concat(content)
  return Buffer.concat([words(inside.length + 8), Buffer.from(name), inside])
}

/** Where the picture lies on the screen: as it is, not turned. */
const straight = words(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

/** An MP4 of 3 seconds and 640 by 360 pixels that has nothing to play (ISO/IEC 14496-12, 8.2 to 8.5). */
export const film = (() => {
  const header = words(0, 0, 0, 1000, 3000, ...Array<number>(20).fill(0))
  const track = Buffer.concat([words(...Array<number>(10).fill(0)), straight, words(640 << 16, 360 << 16)])
  const handler = Buffer.concat([words(0, 0), Buffer.from('vide'), words(0, 0, 0)])
  const samples = box('stbl', box('stsd', words(0, 1), box('avc1', words(0, 0))))
  const media = box('mdia', box('hdlr', handler), box('minf', samples))
  return Buffer.concat([
    box('ftyp', Buffer.from('isom'), words(0)),
    box('mdat', Buffer.alloc(64)),
    box('moov', box('mvhd', header), box('trak', box('tkhd', track), media)),
  ])
})()
