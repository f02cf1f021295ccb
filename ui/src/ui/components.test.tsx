import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import { Button } from './Button'
import { Field } from './Field'
import { QrPicture } from './QrPicture'

it('a button that is off says why and does nothing', () => {
  const onClick = vi.fn()
  render(
    <Button offBecause="Já está parado." onClick={onClick}>
      Parar
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Parar' })
  fireEvent.click(button)
  expect(onClick).not.toHaveBeenCalled()
  expect(button.title).toBe('Já está parado.')
  expect(button.getAttribute('aria-disabled')).toBe('true')
})

it('a field is tied to its label and its error', () => {
  render(<Field label="Nome" error="Preencha este campo." />)
  const input = screen.getByLabelText('Nome')
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Preencha este campo.')
})

it('a QR code has a quiet zone of four modules', () => {
  const { container } = render(<QrPicture text="2@abc" label="QR" mostPx={200} />)
  const size = Number(container.querySelector('svg')?.getAttribute('viewBox')?.split(' ')[2])
  const xs = [...(container.querySelector('path')?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)/g)].map((m) => Number(m[1]))
  expect(Math.min(...xs)).toBe(4)
  expect((size - 8 - 17) % 4).toBe(0)
})

it('a module of a QR code is a whole number of pixels wide', () => {
  for (const mostPx of [280, 328]) {
    const { container, unmount } = render(<QrPicture text={`2@${'mZ4kQ9xT'.repeat(22)}`} label="QR" mostPx={mostPx} />)
    const svg = container.querySelector('svg')
    const size = Number(svg?.getAttribute('viewBox')?.split(' ')[2])
    expect((Number(svg?.getAttribute('width')) * window.devicePixelRatio) % size).toBe(0)
    expect(Number(svg?.getAttribute('width'))).toBeLessThanOrEqual(mostPx)
    unmount()
  }
})
