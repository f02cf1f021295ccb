import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'

import { classes } from './classes'

export interface MenuItem {
  label: string
  icon?: ReactNode
  isDangerous?: boolean
  /** Why it cannot be chosen now. */
  offBecause?: string | undefined
  onSelect: () => void
}

/** One of a row of signs above the items. */
export interface MenuSign {
  sign: string
  label: string
  isOn: boolean
  onSelect: () => void
}

interface Props {
  trigger: ReactNode
  items: MenuItem[]
  head?: readonly MenuSign[]
  /** Given where something else than its trigger opens it, too; with `onOpen`. */
  isOpen?: boolean
  onOpen?: (isOpen: boolean) => void
}

/** A menu that opens from its trigger. Not modal: a modal one locks scrolling by a style element, which the CSP refuses. */
export function Menu({ trigger, items, head = [], isOpen, onOpen }: Props) {
  const place = useRef<HTMLButtonElement>(null)
  const chosen = useRef<() => void>(undefined)
  const [container, setContainer] = useState<HTMLElement | null>(null)
  // Above everything else; an open dialog lies above the rest of the page, so there it goes into the dialog.
  const onOpenChange = (isOpenNow: boolean) => {
    if (isOpenNow) setContainer(place.current?.closest('dialog') ?? document.body)
    onOpen?.(isOpenNow)
  }
  return (
    <DropdownMenu.Root modal={false} {...(isOpen !== undefined && { open: isOpen })} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild ref={place}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            const act = chosen.current
            if (!act) return
            // Done from the trigger: a dialog that opens gives the focus back to what had it.
            event.preventDefault()
            chosen.current = undefined
            place.current?.focus()
            act()
          }}
          className="z-50 min-w-44 animate-arrive rounded-md border border-line bg-raised p-1 shadow-float"
        >
          {head.length > 0 && (
            <div className="mb-1 flex max-w-82 flex-wrap gap-0.5 border-b border-line pb-1">
              {head.map(({ sign, label, isOn, onSelect }) => (
                <DropdownMenu.Item
                  key={sign}
                  aria-label={label}
                  title={label}
                  onSelect={() => {
                    chosen.current = onSelect
                  }}
                  className={classes(
                    'flex size-9 cursor-pointer items-center justify-center rounded-md text-xl outline-none select-none data-highlighted:bg-sunken pointer-coarse:size-11',
                    isOn && 'bg-accent-tint',
                  )}
                >
                  <span aria-hidden>{sign}</span>
                </DropdownMenu.Item>
              ))}
            </div>
          )}
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.label}
              disabled={item.offBecause !== undefined}
              title={item.offBecause}
              onSelect={() => {
                chosen.current = item.onSelect
              }}
              className={`flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 outline-none select-none data-highlighted:bg-sunken data-disabled:cursor-not-allowed data-disabled:opacity-55 pointer-coarse:h-11 ${item.isDangerous === true ? 'text-bad' : 'text-ink'}`}
            >
              {item.icon}
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
