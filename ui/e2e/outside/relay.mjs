// A tunnel of our own, in the place of cloudflared and its like: it dials out, and what comes in at the other end comes
// back by that way.
//   relay.mjs far PORT CONTROL        the far end: people come to PORT, the near end to CONTROL
//   relay.mjs near HOST:CONTROL PORT  the near end: carries everybody to PORT of this computer
import { connect, createServer } from 'node:net'

const [end, first = '', second = ''] = process.argv.slice(2)

function join(one, other) {
  one.pipe(other).pipe(one)
  one.on('error', () => other.destroy()).on('close', () => other.destroy())
  other.on('error', () => one.destroy()).on('close', () => one.destroy())
}

if (end === 'far') {
  const idle = []
  const waiting = []
  const pair = () => {
    while (idle.length > 0 && waiting.length > 0) {
      const [back, person] = [idle.shift(), waiting.shift()]
      back.removeAllListeners('close')
      back.write('.')
      join(person, back)
    }
  }
  createServer((back) => {
    back.on('error', () => undefined).on('close', () => idle.splice(idle.indexOf(back), 1))
    idle.push(back)
    pair()
  }).listen(Number(second))
  createServer((person) => {
    waiting.push(person)
    pair()
  }).listen(Number(first), () => process.stdout.write('ready\n'))
} else {
  const [host, control] = first.split(':')
  const dial = () => {
    const out = connect(Number(control), host)
    out.on('error', () => process.exit(1))
    out.once('data', (first) => {
      dial()
      const here = connect(Number(second), '127.0.0.1')
      // What came right behind the signal is the person's already.
      here.write(first.subarray(1))
      join(out, here)
    })
  }
  for (let count = 0; count < 4; count++) dial()
}
