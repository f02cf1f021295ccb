/** Where things stand on the page of Access, so that a button can lead there. */
export const places = {
  network: 'access-network',
  firewall: 'access-firewall',
  internet: 'access-internet',
  examples: 'access-examples',
  ports: 'access-ports',
} as const

/** Brings a part of the page into view, opened, with the focus. */
export function reveal(id: string): void {
  const place = document.getElementById(id)
  if (place instanceof HTMLDetailsElement) place.open = true
  place?.scrollIntoView({ block: 'start' })
  const focused = place instanceof HTMLDetailsElement ? place.querySelector('summary') : place
  focused?.focus({ preventScroll: true })
}
