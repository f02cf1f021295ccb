// An authenticator app, as the provider has it on the phone.
import { createHmac } from 'node:crypto'

const stepMs = 30_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an app that was told the secret (base 32) shows at a moment. */
export function codeAt(secret: string, ms: number): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / stepMs)))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = (hash[19] ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code that the server takes now and that is none of these: the next one where the present one is used. */
export function freshCode(secret: string, used: string[]): string {
  const codes = [0, stepMs, -stepMs].map((later) => codeAt(secret, Date.now() + later))
  const fresh = codes.find((code) => !used.includes(code))
  if (fresh === undefined) throw new Error('each code of this minute is used')
  return fresh
}
