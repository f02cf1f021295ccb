import { describe, expect, it } from 'vitest'

import { file, mediaFile, message } from '../../../../testing/world'
import { voiceAfter } from './voice-after'

const voice = (id: string, state: 'here' | 'on_demand' = 'here') => message({ id, content: file('voice'), file: mediaFile({ id, state }) })
const text = message({ id: 'T' })

describe('what is heard after a voice message', () => {
  it('is the one that follows it', () => {
    expect(voiceAfter([voice('c'), voice('b'), voice('a')], 'a')?.id).toBe('b')
    expect(voiceAfter([voice('c'), voice('b'), voice('a')], 'b')?.id).toBe('c')
  })

  it('is nothing after the last, where something else was said, or where the next is not here', () => {
    expect(voiceAfter([voice('a')], 'a')).toBeUndefined()
    expect(voiceAfter([voice('b'), text, voice('a')], 'a')).toBeUndefined()
    expect(voiceAfter([voice('b', 'on_demand'), voice('a')], 'a')).toBeUndefined()
    expect(voiceAfter([voice('a')], 'gone')).toBeUndefined()
  })

  it('is no sound that came as a file, nor after one', () => {
    const song = message({ id: 's', content: file('audio'), file: mediaFile({ id: 's' }) })
    expect(voiceAfter([song, voice('a')], 'a')).toBeUndefined()
    expect(voiceAfter([voice('a'), song], 's')).toBeUndefined()
  })
})
