import { X } from 'lucide-react'
import { type ComponentProps, type FocusEvent, type ReactNode, type SyntheticEvent, useEffect, useId, useLayoutEffect, useRef } from 'react'

import { useTranslation } from '../lib/translation'
import { IconButton } from './Button'
import { classes } from './classes'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** A press beside it does not close it: something in it is shown only once. */
  isSticky?: boolean
  /** It holds what does not fit into a narrow one. */
  isWide?: boolean
}

/**
 * The browser's own modal dialog: it keeps the focus, closes on Escape and gives the focus back.
 * (Radix's locks scrolling by a style element, which our Content-Security-Policy refuses.)
 *
 * The focus begins on what `data-first-focus` marks, otherwise in the first field.
 */
export function Dialog({ title, onClose, children, isSticky = false, isWide = false }: Props) {
  const { t } = useTranslation()
  const { content, ...modal } = useModal(onClose)
  const titleId = useId()
  return (
    <dialog
      {...modal}
      aria-labelledby={titleId}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget && !isSticky) onClose()
      }}
      className={classes(
        'm-auto max-h-[min(92dvh,48rem)] rounded-lg bg-raised p-0 text-ink shadow-float',
        isWide ? 'w-[min(42rem,calc(100vw-2rem))]' : 'w-[min(30rem,calc(100vw-2rem))]',
        'animate-arrive max-sm:mb-0 max-sm:w-full max-sm:max-w-full max-sm:rounded-b-none',
      )}
    >
      <div className="flex items-center gap-3 border-b border-line py-2.5 pr-2.5 pl-5">
        <h2 id={titleId} className="min-w-0 grow text-lg font-semibold">
          {title}
        </h2>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X size={18} />
        </IconButton>
      </div>
      <div ref={content} className="p-5">
        {children}
      </div>
    </dialog>
  )
}

interface WholeProps extends Pick<ComponentProps<'dialog'>, 'onKeyDown' | 'onTouchStart' | 'onTouchEnd'> {
  label: string
  onClose: () => void
  /** With a button that closes it. */
  children: ReactNode
}

/** A dialog that takes the whole window, and has no frame of its own. */
export function WholeDialog({ label, onClose, children, ...events }: WholeProps) {
  const { content, ...modal } = useModal(onClose)
  return (
    <dialog
      {...modal}
      {...events}
      aria-label={label}
      className="m-0 h-dvh max-h-none w-full max-w-none overflow-hidden bg-canvas p-0 text-ink"
    >
      <div ref={content} className="flex h-full flex-col">
        {children}
      </div>
    </dialog>
  )
}

/** Shows a dialog for as long as it is in the page, and looks after the focus in it. */
function useModal(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const focused = useRef<Element>(null)

  // Closed before it leaves the page: afterwards no browser gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // The browser has chosen the first button.
    focusFirst(content.current)
    return () => dialog?.close()
  }, [])

  useEffect(() => {
    // What had the focus has made way for something else.
    if (focused.current?.isConnected === false) focusFirst(content.current)
  })

  return {
    ref,
    content,
    onFocus: (event: FocusEvent<HTMLDialogElement>) => {
      // A dialog that was opened from this one looks after its own.
      if (event.target.closest('dialog') === event.currentTarget) focused.current = event.target
    },
    onCancel: (event: SyntheticEvent) => {
      // One that was opened from this one ends by itself.
      if (event.target !== event.currentTarget) return
      event.preventDefault()
      onClose()
    },
  }
}

function focusFirst(content: HTMLElement | null): void {
  const marked = content?.querySelector<HTMLElement>('[data-first-focus]')
  const field = marked ? null : content?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input:not([hidden]), textarea')
  const first = marked ?? field
  first?.focus()
  // What is filled in already is gone on with.
  if (field && field.selectionStart !== null) field.setSelectionRange(field.value.length, field.value.length)
}
