// Makes Baileys strict. As published it verifies nothing: `Curve.verify` drops the answer of libsignal, so that any
// signature of 64 bytes passes. With this, certificates, ADV signatures and key lists are judged for what they are.
import { createRequire } from 'node:module'
import tls from 'node:tls'

import { Curve, WA_CERT_DETAILS } from 'baileys'

interface CurveOfLibsignal {
  verifySignature: (key: Uint8Array, signed: Uint8Array, signature: Uint8Array) => boolean
}
// The very library that Baileys signs with, wherever npm put it.
const curve = createRequire(import.meta.resolve('baileys'))('libsignal/src/curve.js') as CurveOfLibsignal
const keyType = Buffer.from([5])

export function isSigned(key: Uint8Array, signed: Uint8Array, signature: Uint8Array): boolean {
  return curve.verifySignature(key.length === 33 ? key : Buffer.concat([keyType, key]), signed, signature)
}

Curve.verify = (key, signed, signature) => {
  try {
    return isSigned(key, signed, signature)
  } catch {
    return false
  }
}

/** Every device of this process trusts this root from now on, in place of WhatsApp's. */
export function trust(root: Uint8Array): void {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root)
}

/** Every TLS connection of this process trusts this authority beside the usual ones. */
export function trustTls(authority: string): void {
  const createSecureContext = tls.createSecureContext
  tls.createSecureContext = (options) => {
    const context = createSecureContext(options)
    ;(context.context as { addCACert: (pem: string) => void }).addCACert(authority)
    return context
  }
}
