import { describe, expect, it } from 'vitest'

import { caddy, firewallCommands, nginx } from './examples'

describe('the examples for web servers', () => {
  it('carry the real name and ports', () => {
    const front = { publicUrl: 'https://zap.example.com:8443', port: 3011 }
    expect(nginx(front)).toContain('listen 8443 ssl;')
    expect(nginx(front)).toContain('server_name zap.example.com;')
    expect(nginx(front)).toContain('proxy_pass http://127.0.0.1:3011;')
    expect(nginx(front)).toContain('proxy_set_header Host zap.example.com:8443;')
    expect(caddy(front)).toMatch(/^zap\.example\.com:8443 \{/)
    expect(caddy(front)).toContain('reverse_proxy 127.0.0.1:3011')
  })

  it('pass on what the server needs: name, caller, sockets, large files', () => {
    const text = nginx({ publicUrl: 'https://zap.example.com', port: 3001 })
    for (const line of [
      'proxy_set_header Host zap.example.com;',
      'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection $portaria_connection;',
      'client_max_body_size 110m;',
    ])
      expect(text).toContain(line)
  })

  it('let no stranger choose the name that goes on', () => {
    const text = nginx({ publicUrl: 'https://zap.example.com', port: 3001 })
    expect(text.match(/proxy_set_header Host .*/g)).toEqual(['proxy_set_header Host zap.example.com;'])
  })

  it('have no certificate where the address is not encrypted', () => {
    const front = { publicUrl: 'http://zap.example.com', port: 3001 }
    expect(nginx(front)).toContain('listen 80;')
    expect(nginx(front)).not.toContain('ssl')
    expect(caddy(front)).toMatch(/^http:\/\/zap\.example\.com \{/)
  })

  it('are whole also before an address is typed', () => {
    for (const publicUrl of ['', 'https://', 'zap exemplo', 'https://zap exemplo'])
      expect(nginx({ publicUrl, port: 3001 })).toContain('server_name zap.example.com;')
  })
})

it('each system opens its own firewall', () => {
  expect(firewallCommands('linux', 3001).map(([tool]) => tool)).toEqual(['ufw', 'firewalld'])
  expect(firewallCommands('windows', 3001)[0]?.[1]).toContain('-LocalPort 3001')
  expect(firewallCommands('macos', 3001), 'it has a window for it').toEqual([])
})
