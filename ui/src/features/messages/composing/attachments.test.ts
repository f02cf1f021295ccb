import { describe, expect, it } from 'vitest'

import { looksLike, mostFiles, takesCaption, unfitness } from './attachments'
import { isPasteOfFiles, takenFiles } from './taken'
import { forgetTrays, trayOf } from './tray'

const of = (type: string, size = 1_000) => ({ type, size })

describe('a file that is attached', () => {
  it('is taken for what WhatsApp shows it as', () => {
    expect(['image/jpeg', 'image/webp', 'video/mp4', 'audio/mpeg'].map((type) => looksLike(of(type), false))).toEqual([
      'image',
      'image',
      'video',
      'audio',
    ])
    // What only some programs can show goes as it is.
    expect(['image/svg+xml', 'image/heic', 'video/x-matroska', 'application/pdf', ''].map((type) => looksLike(of(type), false))).toEqual(
      Array.from({ length: 5 }, () => 'document'),
    )
    expect(looksLike(of('image/png'), true)).toBe('document')
  })

  it('is told to be too large by what it would go as', () => {
    expect(unfitness(of('image/png', 16_000_000), false)).toBeNull()
    expect(unfitness(of('image/png', 16_000_001), false)).toEqual({ why: 'too_large', limit: 16, fitsAsDocument: true })
    expect(unfitness(of('image/png', 16_000_001), true)).toBeNull()
    expect(unfitness(of('video/mp4', 100_000_001), false)).toEqual({ why: 'too_large', limit: 100, fitsAsDocument: false })
    expect(unfitness(of('application/pdf', 0), false)).toEqual({ why: 'empty' })
  })

  it('may have words, unless it is a sound', () => {
    expect(takesCaption(of('audio/mpeg'), false)).toBe(false)
    expect(takesCaption(of('audio/mpeg'), true)).toBe(true)
  })
})

describe('a drop', () => {
  const item = (name: string, isDirectory: boolean) => ({
    kind: 'file',
    webkitGetAsEntry: () => ({ isDirectory }),
    getAsFile: () => new File(['x'], name),
  })

  it('of a folder among files brings the files, and says that there was one', () => {
    const transfer = { items: [item('a.pdf', false), item('fotos', true)], files: [] } as unknown as DataTransfer
    const { files, hasFolder } = takenFiles(transfer)
    expect(files.map(({ name }) => name)).toEqual(['a.pdf'])
    expect(hasFolder).toBe(true)
  })

  it('of cells of a spreadsheet is a text, though a picture of them comes along', () => {
    expect(isPasteOfFiles({ types: ['text/plain', 'text/html', 'Files'] } as unknown as DataTransfer)).toBe(false)
    expect(isPasteOfFiles({ types: ['Files'] } as unknown as DataTransfer)).toBe(true)
  })
})

describe('the tray of a chat', () => {
  const files = (count: number) => Array.from({ length: count }, (_, at) => new File(['x'], `${at}.png`, { type: 'image/png' }))

  it('is there when one comes back to the chat, and gone once somebody has left this browser', () => {
    trayOf('tenant', 'chat').add(files(2))
    expect(trayOf('tenant', 'chat').store.get().items).toHaveLength(2)
    expect(trayOf('tenant', 'other').store.get().items).toHaveLength(0)
    forgetTrays('tenant')
    expect(trayOf('tenant', 'chat').store.get().items).toHaveLength(0)
  })

  it('takes so many and says that others were left out', () => {
    const tray = trayOf('tenant', 'many')
    tray.add(files(mostFiles + 1))
    expect(tray.store.get()).toMatchObject({ leftOut: 'too_many' })
    expect(tray.store.get().items).toHaveLength(mostFiles)
    const [first] = tray.store.get().items
    tray.remove(first?.id ?? '')
    expect(tray.store.get()).toMatchObject({ leftOut: null })
  })

  it('forgets the wish for documents with its last file', () => {
    const tray = trayOf('tenant', 'documents')
    tray.add(files(1))
    tray.setAsDocument(true)
    tray.remove(tray.store.get().items[0]?.id ?? '')
    expect(tray.store.get().isAsDocument).toBe(false)
  })
})
