import { Check, ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'

import { classes } from './classes'
import { afterKey, byWords } from './select-keys'

interface Props {
  /** For whoever does not see the box. */
  label: string
  /** Where it is explained. */
  describedBy?: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
  onChange: (value: string) => void
  className?: string
}

/** Letters that come sooner than this belong to one word. */
const oneWordMs = 700

/**
 * One of a few, drawn the same everywhere: a button that opens a list. The focus stays on the button, as with a select of
 * the browser. Not modal: a modal list locks scrolling by a style element, which the CSP refuses.
 */
export function Select({ label, describedBy, value, options, onChange, className }: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const typed = useRef({ words: '', atMs: 0 })
  const [container, setContainer] = useState<HTMLElement | null>(null)
  /** The option that the keyboard stands on, while the list is open. */
  const [at, setAt] = useState<number>()
  const isOpen = at !== undefined
  const chosen = options.findIndex(([one]) => one === value)
  const optionId = (index: number) => `${id}-${index}`

  useEffect(() => {
    if (at !== undefined) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at, id])

  const open = (index: number) => {
    // Above everything else; an open dialog lies above the rest of the page, so there it goes into the dialog.
    setContainer(button.current?.closest('dialog') ?? document.body)
    setAt(Math.max(0, index))
  }
  const close = () => setAt(undefined)
  const choose = (index: number | undefined) => {
    const option = options[index ?? -1]
    close()
    if (option && option[0] !== value) onChange(option[0])
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    const { key } = event
    const now = Date.now()
    const isWord = now - typed.current.atMs < oneWordMs && typed.current.words !== ''
    if (key.length === 1 && (key !== ' ' || isWord)) {
      typed.current = { words: (isWord ? typed.current.words : '') + key, atMs: now }
      const found = byWords(options, typed.current.words, at ?? chosen)
      if (isOpen) setAt(found ?? at)
      else open(found ?? chosen)
    } else if (!isOpen) {
      const first = { ArrowDown: chosen, ArrowUp: chosen, Enter: chosen, ' ': chosen, Home: 0, End: options.length - 1 }[key]
      if (first === undefined) return
      open(first)
    } else if (key === 'Enter' || key === ' ') {
      choose(at)
    } else if (key === 'Escape') {
      close()
    } else if (key === 'Tab') {
      // Chosen, and on to the next field.
      return choose(at)
    } else {
      const next = afterKey(key, event.altKey, at, options.length)
      if (next === undefined) return
      if (next === 'choose') choose(at)
      else setAt(next)
    }
    event.preventDefault()
  }
  const isOnButton = (event: Event) => event.target instanceof Node && button.current?.contains(event.target) === true

  return (
    <Popover.Root open={isOpen} onOpenChange={(isWanted) => !isWanted && close()}>
      <Popover.Anchor asChild>
        <button
          ref={button}
          type="button"
          role="combobox"
          aria-label={label}
          aria-describedby={describedBy}
          aria-haspopup="listbox"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-activedescendant={isOpen ? optionId(at) : undefined}
          onClick={() => (isOpen ? close() : open(chosen))}
          onKeyDown={onKeyDown}
          className={classes(
            'flex h-9 w-full min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-left text-ink pointer-coarse:h-11',
            className,
          )}
        >
          <span className="min-w-0 grow truncate">{options[chosen]?.[1]}</span>
          <ChevronDown size={16} aria-hidden className="shrink-0 text-soft" />
        </button>
      </Popover.Anchor>
      <Popover.Portal container={container}>
        <Popover.Content
          id={id}
          role="listbox"
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => isOnButton(event) && event.preventDefault()}
          // The focus stays where the keys are heard.
          onMouseDown={(event) => event.preventDefault()}
          className="z-50 max-h-[min(20rem,var(--radix-popover-content-available-height))] max-w-[calc(100vw-1rem)] min-w-(--radix-popover-trigger-width) animate-arrive overflow-y-auto overscroll-contain rounded-md border border-line bg-raised p-1 text-ink shadow-float outline-none"
        >
          {options.map(([one, text], index) => (
            <div
              key={one}
              id={optionId(index)}
              role="option"
              aria-selected={index === chosen}
              onPointerMove={() => index !== at && setAt(index)}
              onClick={() => choose(index)}
              className={classes(
                'flex min-h-9 cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1.5 select-none pointer-coarse:min-h-11',
                index === at &&
                  'bg-sunken forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:[forced-color-adjust:none]',
              )}
            >
              <span className="min-w-0 grow">{text}</span>
              <Check size={16} aria-hidden className={classes('shrink-0 text-accent', index !== chosen && 'invisible')} />
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
