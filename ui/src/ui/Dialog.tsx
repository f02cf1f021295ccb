import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import { IconButton } from './Button'
import { classes } from './classes'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** A press beside it does not close it: something in it is shown only once. */
  isSticky?: boolean
}

/**
 * The browser's own modal dialog: it keeps the focus, closes on Escape and gives the focus back.
 * (Radix's locks scrolling by a style element, which our Content-Security-Policy refuses.)
 */
export function Dialog({ title, onClose, children, isSticky = false }: Props) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget && !isSticky) onClose()
      }}
      className={classes(
        'm-auto max-h-[min(92dvh,48rem)] w-[min(30rem,calc(100vw-2rem))] rounded-lg bg-raised p-0 text-ink shadow-float',
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
      <div className="p-5">{children}</div>
    </dialog>
  )
}
