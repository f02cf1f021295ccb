import { Popover } from 'radix-ui'
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'

/** More about something: opens on a press, and on hover where there is a pointer that hovers. */
export function Hover({ label, trigger, children }: { label: string; trigger: ReactNode; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const later = (open: boolean, delayMs: number, event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(open), delayMs)
  }
  const hover = {
    onPointerEnter: (event: PointerEvent) => later(true, 350, event),
    onPointerLeave: (event: PointerEvent) => later(false, 200, event),
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild {...hover} onClick={(event) => event.stopPropagation()}>
        {trigger}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          {...hover}
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onClick={(event) => event.stopPropagation()}
          className="z-30 w-72 animate-arrive rounded-md border border-line bg-raised p-4 text-ink shadow-float"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
