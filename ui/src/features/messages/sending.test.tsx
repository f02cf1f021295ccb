import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import { chatId, tenantId } from '../../testing/world'
import { senderOf } from './sender'
import { useSending } from './sending'

const ana = { pn: '5511900000014@s.whatsapp.net', lid: null } // invented
const quote = { id: 'Q', sender: ana, fromMe: false, kind: 'text', text: 'oi' } as const
const more = { quote, mentions: [ana] }
const attached = (name: string, type: string) => {
  return { id: name, file: new File(['x'], name, { type }), url: '', width: null, height: null, durationS: null }
}

function sending() {
  const client = new QueryClient()
  const sender = senderOf(client, tenantId)
  const sendFile = vi.spyOn(sender, 'sendFile').mockReturnValue()
  const send = vi.spyOn(sender, 'send').mockReturnValue()
  const wrapper = ({ children }: { children: React.ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  const { result } = renderHook(() => useSending(tenantId, chatId), { wrapper })
  return { ...result.current, files: () => sendFile.mock.calls.map(([, , about, text, more]) => [about.name, text, more]), send }
}

it('who is mentioned goes with the words, and the quote with the first file', () => {
  const { sendFiles, files, send } = sending()
  sendFiles(
    [attached('a.ogg', 'audio/ogg'), attached('b.png', 'image/png'), attached('c.png', 'image/png')],
    false,
    'oi @5511900000014',
    more,
  )
  // The pictures go as one, and what is none stands behind them.
  const album = expect.objectContaining({ id: null, images: 2, videos: 0, isAsked: false }) as unknown
  expect(files()).toEqual([
    ['b.png', 'oi @5511900000014', { quote, mentions: [ana], album }],
    ['c.png', '', { album }],
    ['a.ogg', '', {}],
  ])
  expect(send).not.toHaveBeenCalled()
})

it('words that no file takes go alone, with whom they mention', () => {
  const { sendFiles, files, send } = sending()
  sendFiles([attached('a.ogg', 'audio/ogg')], false, 'oi @5511900000014', more)
  expect(files()).toEqual([['a.ogg', '', { quote }]])
  expect(send).toHaveBeenCalledExactlyOnceWith(chatId, 'oi @5511900000014', { mentions: [ana] })
})

it('one picture alone, documents and what leaves later are no album', () => {
  const albums = (...given: Parameters<ReturnType<typeof sending>['sendFiles']>) => {
    const { sendFiles, files } = sending()
    sendFiles(...given)
    return files().map(([, , more]) => typeof more === 'object' && 'album' in more)
  }
  const [photo, film] = [attached('b.png', 'image/png'), attached('c.mp4', 'video/mp4')]
  expect(albums([photo, attached('d.pdf', 'application/pdf')], false, '')).toEqual([false, false])
  expect(albums([photo, film], true, '')).toEqual([false, false])
  expect(albums([photo, film], false, '', { sendAt: '2030-01-01T00:00:00Z' })).toEqual([false, false])
  expect(albums([photo, film], false, '')).toEqual([true, true])
})
