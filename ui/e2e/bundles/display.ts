// A display without a screen, and what stands on it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { PNG } from 'pngjs'

import { run, type Running } from '../support/programs'

export interface Display extends Running {
  number: string
  picture: () => PNG
}

/** Starts a display that keeps its picture in `folder`. */
export async function openDisplay(folder: string): Promise<Display> {
  const server = run('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x860x24', '-nolisten', 'tcp', '-fbdir', folder])
  const number = await server.said(/^(\d+)$/m)
  return { ...server, number, picture: () => decode(readFileSync(join(folder, 'Xvfb_screen0'))) }
}

/** How many colours a picture has: an empty window has few. */
export function colours({ data, width, height }: PNG): number {
  const seen = new Set<number>()
  for (let at = 0; at < width * height * 4; at += 4) seen.add(data.readUInt32BE(at))
  return seen.size
}

/** Reads X's own format for a display of 24 bits: a header of big-endian words, colours, then rows of BGRX. */
function decode(dump: Buffer): PNG {
  const word = (index: number) => dump.readUInt32BE(index * 4)
  const [headerBytes, width, height, bytesPerLine, colourCount] = [word(0), word(4), word(5), word(12), word(19)]
  const pixels = headerBytes + colourCount * 12
  const picture = new PNG({ width, height })
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const blueFirst = dump.readUInt32LE(pixels + y * bytesPerLine + x * 4)
      picture.data.writeUInt32BE(((blueFirst << 8) | 0xff) >>> 0, (y * width + x) * 4)
    }
  }
  return picture
}
