import { crc32, inflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'

import { zip } from './zip.ts'

/** Reads an archive from its end, as unpackers do. */
function unzip(archive: Buffer): Record<string, string> {
  const end = archive.length - 22
  expect(archive.readUInt32LE(end)).toBe(0x06054b50)
  const files: Record<string, string> = {}
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
    const [sum, packed, size, length] = [16, 20, 24].map((from) => archive.readUInt32LE(at + from)).concat(archive.readUInt16LE(at + 28))
    const body = archive.readUInt32LE(at + 42)
    expect(archive.readUInt32LE(body)).toBe(0x04034b50)
    const name = archive.toString('utf8', at + 46, at + 46 + (length ?? 0))
    const from = body + 30 + archive.readUInt16LE(body + 26) + archive.readUInt16LE(body + 28)
    const content = inflateRawSync(archive.subarray(from, from + (packed ?? 0)))
    expect([crc32(content), content.length], name).toEqual([sum, size])
    files[name] = content.toString()
    at += 46 + (length ?? 0)
  }
  return files
}

const files = [
  { name: 'manifest.json', content: Buffer.from('{}') },
  { name: '_locales/pt_BR/ç.json', content: Buffer.from('ação '.repeat(500)) },
  { name: 'empty', content: Buffer.alloc(0) },
]

it('holds each file under its name, whole', () => {
  const expected = Object.fromEntries(files.map(({ name, content }) => [name, content.toString()]))
  expect(unzip(zip(files))).toEqual(expected)
})

it('is the same for the same files', () => {
  expect(zip(files).equals(zip(files))).toBe(true)
})
