// Asks the network for a name, as phones do: by multicast DNS. Prints the address, or nothing.
import { createSocket } from 'node:dgram'

import { decode, encode } from 'dns-packet'

const [name = '', own = ''] = process.argv.slice(2)
const group = '224.0.0.251'
const socket = createSocket({ type: 'udp4', reuseAddr: true })
socket.on('message', (packet) => {
  const { type, answers = [], additionals = [] } = decode(packet)
  if (type !== 'response') return
  const found = [...answers, ...additionals].flatMap((answer) => (answer.type === 'A' && answer.name === name ? [answer.data] : []))
  if (found.length === 0) return
  process.stdout.write(`${found.join(' ')}\n`)
  process.exit(0)
})
socket.bind(5353, () => {
  socket.addMembership(group, own)
  socket.setMulticastInterface(own)
  const ask = () => socket.send(encode({ type: 'query', questions: [{ type: 'A', name }] }), 5353, group)
  ask()
  setInterval(ask, 1_000)
})
setTimeout(() => process.exit(1), 8_000)
