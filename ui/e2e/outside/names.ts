// The server of names that the shop asks: it knows what a test tells it, and says of everything else that it is nothing.
import { createSocket } from 'node:dgram'

import { decode, encode } from 'dns-packet'

const unknown = 3

export class Names {
  /** What leads where. */
  known: Record<string, string> = {}
  private readonly socket = createSocket('udp4')

  async open(): Promise<void> {
    this.socket.on('message', (packet, { port, address }) => {
      const { id, questions = [] } = decode(packet)
      const [question] = questions
      const to = question && this.known[question.name]
      const answers = to !== undefined && question?.type === 'A' ? [{ type: 'A' as const, name: question.name, data: to, ttl: 0 }] : []
      // The four bits of the answer's code are the lowest of its flags.
      this.socket.send(encode({ id: id ?? 0, type: 'response', flags: to === undefined ? unknown : 0, questions, answers }), port, address)
    })
    await new Promise<void>((resolve) => this.socket.bind(53, '127.0.0.1', resolve))
  }

  close(): void {
    this.socket.close()
  }
}
