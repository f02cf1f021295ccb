import { render, screen } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { expect, it, vi } from 'vitest'

import { part } from './part'

class Boundary extends Component<{ children: ReactNode }, { said?: string }> {
  override state = { said: undefined }
  static getDerivedStateFromError = ({ message }: Error) => ({ said: message })
  override render() {
    return this.state.said ?? this.props.children
  }
}

const Greeting = ({ name }: { name: string }) => <p>oi, {name}</p>

it('draws what stands in its place until its file is there, and then itself', async () => {
  const Part = part(() => Promise.resolve(Greeting))
  render(<Part name="Ana" waiting={<p>um momento</p>} />)
  expect(screen.queryByText('um momento')).not.toBeNull()
  expect(await screen.findByText('oi, Ana')).not.toBeNull()
  expect(screen.queryByText('um momento')).toBeNull()
})

it('draws itself at once where its file was fetched before', async () => {
  const fetchPart = vi.fn(() => Promise.resolve(Greeting))
  const Part = part(fetchPart)
  await Part.load()
  const seen: ReactNode[] = []
  const Waiting = () => seen.push('waiting') && null
  render(<Part name="Ana" waiting={<Waiting />} />)
  expect(screen.queryByText('oi, Ana')).not.toBeNull()
  expect([seen, fetchPart.mock.calls.length]).toEqual([[], 1])
})

it('that did not come is said by the boundary around, and asked for again by whoever needs it next', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const fetchPart = vi.fn(() => Promise.resolve(Greeting)).mockRejectedValueOnce(new Error('lost'))
  const Part = part(fetchPart)
  const { unmount } = render(
    <Boundary>
      <Part name="Ana" />
    </Boundary>,
  )
  expect(await screen.findByText('lost')).not.toBeNull()
  unmount()
  render(<Part name="Ana" />)
  expect(await screen.findByText('oi, Ana')).not.toBeNull()
  vi.restoreAllMocks()
})
