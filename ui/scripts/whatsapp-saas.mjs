// `npm run whatsapp-saas`: the same as ./start-saas.sh (start-saas.bat on Windows), one folder up.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [program, ...first] = process.platform === 'win32' ? ['cmd', '/c', 'start-saas.bat'] : ['./start-saas.sh']
const child = spawn(program, [...first, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
