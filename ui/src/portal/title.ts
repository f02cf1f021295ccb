import mark from '../ui/mark.svg?raw'

const dotted = `data:image/svg+xml,${encodeURIComponent(mark.replace('</svg>', '<circle cx="18.5" cy="5.5" r="5.5" fill="#d5443f"/></svg>'))}`

let name = document.title
let unread = 0
let plainIcon: string | undefined

/** The title of the page with how many chats wait to be read, and a dot on its icon while any does. */
export function setTitle(change: { name?: string; unread?: number }): void {
  name = change.name ?? name
  unread = change.unread ?? unread
  document.title = unread === 0 ? name : `(${unread > 99 ? '99+' : String(unread)}) ${name}`
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!icon) return
  plainIcon ??= icon.href
  const wanted = unread === 0 ? plainIcon : dotted
  if (icon.href !== wanted) icon.href = wanted
}
