import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

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
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        className="z-20 min-w-44 animate-arrive rounded-md border border-line bg-raised p-1 shadow-float"
      >
        {items.map((item) => (
          <DropdownMenu.Item
            key={item.label}
            disabled={item.offBecause !== undefined}
            title={item.offBecause}
            onSelect={item.onSelect}
            className={`flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 outline-none select-none data-highlighted:bg-sunken data-disabled:cursor-not-allowed data-disabled:opacity-55 pointer-coarse:h-11 ${item.isDangerous === true ? 'text-bad' : 'text-ink'}`}
          >
            {item.icon}
            {item.label}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
