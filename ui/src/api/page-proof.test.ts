import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { answer, http } from './http'
import { mediaUrl } from './media'
import { keepProof, planeOf, proofHeaders, viewable } from './page-proof'
import { pictureUrl } from './tenant'

const [one, other] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002']
const brought = (text: string) => new Headers({ 'portaria-page': text })

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('the proof of the page', () => {
  it('goes with requests of its own plane and with no others', () => {
    keepProof('admin', brought('aaa.bbb'))
    keepProof(one, brought('ccc.ddd'))
    expect(proofHeaders('admin')).toEqual({ 'portaria-page': 'aaa' })
    expect(proofHeaders(one)).toEqual({ 'portaria-page': 'ccc' })
    expect(proofHeaders(other)).toEqual({})
    expect(['/api/saas/me', `/api/whatsapp/${one}/chats`, '/client/abc/login'].map(planeOf)).toEqual(['admin', one, undefined])
  })

  it('stays what it was where an answer brings none', () => {
    keepProof('admin', brought('aaa.bbb'))
    keepProof('admin', new Headers())
    expect(proofHeaders('admin')).toEqual({ 'portaria-page': 'aaa' })
  })

  it('shows files by a part of it that opens nothing else', () => {
    keepProof(one, brought('ccc.ddd'))
    expect(mediaUrl(one, 'M')).toBe(`/api/whatsapp/${one}/media/M?view=ddd`)
    expect(pictureUrl(one, { id: 'C', pictureId: '7' })).toBe(`/api/whatsapp/${one}/chats/C/picture?7&view=ddd`)
    expect(viewable(one, '/x?download=true')).toBe('/x?download=true&view=ddd')
    expect(viewable(other, '/x')).toBe('/x')
  })

  it('is another one after the password has changed', async () => {
    keepProof('admin', brought('aaa.bbb'))
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204, headers: { 'portaria-page': 'ggg.hhh' } })))
    await answer(http.POST('/api/saas/password', { baseUrl: 'http://localhost', body: { password: 'uma senha comprida' } }))
    expect(proofHeaders('admin')).toEqual({ 'portaria-page': 'ggg' })
  })

  it('is taken from a login and given with what follows', async () => {
    const asked: Request[] = []
    vi.stubGlobal('fetch', (request: Request) => {
      asked.push(request)
      const isLogin = request.url.endsWith('/login')
      const body = JSON.stringify(isLogin ? { tenantId: other, tenantName: '', providerName: '' } : {})
      const headers = { 'content-type': 'application/json', ...(isLogin ? { 'portaria-page': 'eee.fff' } : {}) }
      return Promise.resolve(new Response(body, { headers }))
    })
    vi.stubGlobal('location', { origin: 'http://localhost' })
    const opened = http.POST('/client/{publicId}/login', {
      baseUrl: 'http://localhost',
      params: { path: { publicId: 'abc' } },
      body: { secret: 's' },
    })
    expect((await answer(opened)).tenantId).toBe(other)
    await answer(http.GET('/api/whatsapp/{tenantId}', { baseUrl: 'http://localhost', params: { path: { tenantId: other } } }))
    expect(asked.map((request) => request.headers.get('portaria-page'))).toEqual([null, 'eee'])
  })
})
