import { describe, expect, it } from 'vitest'

import { moved, whole, zoomed } from './zoom'

const around = { picture: { width: 800, height: 600 }, pane: { width: 1_000, height: 600 } }

describe('a picture that is enlarged', () => {
  it('stays where the pointer is', () => {
    const view = zoomed(whole, 2, { x: 100, y: 50 }, around)
    expect(view).toEqual({ scale: 2, x: -100, y: -50 })
    // What lies under the pointer: its distance from the picture's middle, in the picture's own pixels.
    expect((100 - view.x) / view.scale).toBe(100)
  })

  it('is never smaller than it fits, and then stands in the middle', () => {
    expect(zoomed({ scale: 2, x: -300, y: 20 }, 0.1, { x: 400, y: 0 }, around)).toEqual(whole)
  })

  it('is never larger than eight times', () => {
    expect(zoomed(whole, 100, { x: 0, y: 0 }, around).scale).toBe(8)
  })

  it('is moved no further than there is something to see', () => {
    const view = moved({ scale: 2, x: 0, y: 0 }, 5_000, -5_000, around)
    expect(view).toEqual({ scale: 2, x: 300, y: -300 })
    // Not at all to a side on which all of it is seen.
    expect(moved({ scale: 1.2, x: 0, y: 0 }, 50, 0, around).x).toBe(0)
  })
})
