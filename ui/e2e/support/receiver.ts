// Somebody's program on this machine that webhooks are sent to.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Got {
  headers: IncomingHttpHeaders
  body: string
}

export interface Receiver {
  url: string
  /** What came so far, in its order. */
  got: Got[]
  /** What it answers from now on. */
  answer: { status: number; text: string }
  stop: () => Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(receiver.answer.status, { 'content-type': 'application/json' })
      response.end(receiver.answer.text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/entrada`,
    got,
    answer: { status: 200, text: '{"ok":true}' },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return receiver
}

/** Whether a request was signed with a secret, as Standard Webhooks has it. */
export function isSigned({ headers, body }: Got, secret: string): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return String(headers['webhook-signature']).split(' ').includes(signature)
}
