import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'

import { isPlace, type Item, nextPlace, type Place } from './items'

interface Given {
  items: readonly Item[]
  search: RefObject<HTMLInputElement | null>
  /** The chat that is open. */
  openChatId: string | undefined
  words: string
  onWords: (words: string) => void
  onOpen: (place: Place) => void
  /** Brings an item onto the screen. */
  onShow: (index: number) => void
  rowId: (item: Item) => string
}

const isUnread = ({ chat }: Place) => chat.unread > 0 || chat.isMarkedUnread

/**
 * The list by keyboard: Ctrl+K goes to the search, arrows walk, Enter opens, Esc clears, Alt+↑↓ goes to the next unread
 * chat from wherever one is. Typing goes on while one walks: the focus stays in the field.
 */
export function useListKeys({ items, search, openChatId, words, onWords, onOpen, onShow, rowId }: Given) {
  // What the keyboard stands on, by its key: rows move while messages arrive.
  const [activeKey, setActiveKey] = useState<string>()
  const active = activeKey === undefined ? -1 : items.findIndex(({ key }) => key === activeKey)

  const goTo = (index: number, isFocused: boolean) => {
    const item = items[index]
    if (!isPlace(item)) return
    setActiveKey(item.key)
    onShow(index)
    // A row that was not in the page is after the next frame.
    if (isFocused) requestAnimationFrame(() => document.getElementById(rowId(item))?.focus())
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const isField = event.target === search.current
    if (event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    if (!isField && !(event.target instanceof HTMLAnchorElement)) return
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const focused = items.findIndex((item) => rowId(item) === (event.target as HTMLElement).id)
        goTo(nextPlace(items, isField ? active : focused, event.key === 'ArrowDown' ? 1 : -1), !isField)
        break
      }
      case 'Enter': {
        if (!isField) return
        const place = items[active < 0 ? nextPlace(items, -1, 1) : active]
        if (isPlace(place)) onOpen(place)
        break
      }
      case 'Escape':
        if (!isField) search.current?.focus()
        else if (words === '') search.current?.blur()
        setActiveKey(undefined)
        onWords('')
        break
      default:
        return
    }
    event.preventDefault()
  }

  useEffect(() => {
    const onShortcut = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        search.current?.focus()
        search.current?.select()
      } else if (event.altKey && !event.ctrlKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        const from = items.findIndex((item) => item.kind === 'chat' && item.chat.id === openChatId)
        const place = items[nextPlace(items, from, event.key === 'ArrowDown' ? 1 : -1, isUnread)]
        event.preventDefault()
        if (isPlace(place) && isUnread(place)) onOpen(place)
      }
    }
    window.addEventListener('keydown', onShortcut)
    return () => window.removeEventListener('keydown', onShortcut)
  }, [items, openChatId, onOpen, search])

  const activeItem = items[active]
  return {
    onKeyDown,
    activeKey: activeItem?.key,
    activeId: activeItem && rowId(activeItem),
    forget: () => setActiveKey(undefined),
  }
}
