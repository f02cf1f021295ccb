import { expect, it } from 'vitest'

import { type Browser, isOfOtherKey, pushStanding, pushWay, toBase64Url } from './push-ways'

const chrome: Browser = {
  isSecure: true,
  agent: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36',
  touchPoints: 5,
  hasPush: true,
  permission: 'default',
}
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15'

it('each reason why a browser is not told is named as what can be done about it', () => {
  expect(pushWay(chrome)).toBe('possible')
  expect(pushWay({ ...chrome, permission: 'granted' })).toBe('possible')
  expect(pushWay({ ...chrome, permission: 'denied' })).toBe('blocked')
  expect(pushWay({ ...chrome, hasPush: false, permission: undefined })).toBe('unsupported')
  expect(pushWay({ ...chrome, isSecure: false, hasPush: false }), 'what lacks HTTPS lacks the rest, too').toBe('no_https')
  expect(pushWay({ ...chrome, agent: iPhone, hasPush: false })).toBe('home_screen')
  expect(pushWay({ ...chrome, agent: iPhone }), 'on the home screen it has all of it').toBe('possible')
  expect(pushWay({ ...chrome, agent: mac, hasPush: false }), 'an iPad that calls itself a Mac').toBe('home_screen')
  expect(pushWay({ ...chrome, agent: mac, touchPoints: 0, hasPush: false })).toBe('unsupported')
})

it('it is on where server and browser say the same address', () => {
  const device = { endpoint: 'https://push.example.com/a', language: 'pt-BR' as const, showsText: true, failingSinceMs: null }
  expect(pushStanding(null, device.endpoint)).toBe('off')
  expect(pushStanding(device, device.endpoint)).toBe('on')
  expect(pushStanding({ ...device, failingSinceMs: 5 }, device.endpoint)).toBe('failing')
  expect(pushStanding(device, undefined)).toBe('lost')
  expect(pushStanding(device, 'https://push.example.com/b')).toBe('lost')
})

it('a subscription of another key is none', () => {
  const key = new Uint8Array([251, 255, 0, 1])
  expect(toBase64Url(key)).toBe('-_8AAQ')
  expect(isOfOtherKey(key.buffer, '-_8AAQ')).toBe(false)
  expect(isOfOtherKey(key.buffer, 'AAAA')).toBe(true)
  expect(isOfOtherKey(null, 'AAAA')).toBe(false)
})
