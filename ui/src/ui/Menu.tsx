import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'

export interface MenuItem {
  label: string
  icon?: ReactNode
  isDangerous?: boolean
  /** Why it cannot be chosen now. */
  offBecause?: string | undefined
  onSelect: () => void
}

/** A menu that opens from its trigger. Not modal: a modal one locks scrolling by a style element, which the CSP refuses. */
export function Menu({ trigger, items }: { trigger: ReactNode; items: MenuItem[] }) {
  const place = useRef<HTMLButtonElement>(null)
  const chosen = useRef<() => void>(undefined)
  const [container, setContainer] = useState<HTMLElement | null>(null)
  // Above everything else; an open dialog lies above the rest of the page, so there it goes into the dialog.
  const onOpenChange = (isOpen: boolean) => {
    if (isOpen) setContainer(place.current?.closest('dialog') ?? document.body)
  }
  return (
    <DropdownMenu.Root modal={false} onOpenChange={onOpenChange}>
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
