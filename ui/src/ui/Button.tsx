import type { ComponentProps, MouseEvent, ReactNode } from 'react'

import { classes } from './classes'

type Kind = 'primary' | 'plain' | 'quiet' | 'danger'
type Size = 'small' | 'normal' | 'large'

const kinds: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line bg-surface text-ink hover:bg-sunken',
  quiet: 'text-soft hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-on-danger hover:opacity-90',
}

const sizes: Record<Size, string> = {
  small: 'h-8 px-2.5 text-sm gap-1.5',
  normal: 'h-9 px-3.5 gap-2 pointer-coarse:h-11',
  large: 'h-12 px-5 text-lg gap-2',
}

interface Props extends Omit<ComponentProps<'button'>, 'disabled'> {
  kind?: Kind
  size?: Size
  icon?: ReactNode
  /** Work is under way: it cannot be pressed again. */
  isBusy?: boolean
  /** Why it cannot be pressed now. A control that is off says why. */
  offBecause?: string | undefined
}

export function Button({ kind = 'plain', size = 'normal', icon, isBusy, offBecause, onClick, className, children, ...rest }: Props) {
  const isOff = isBusy === true || offBecause !== undefined
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      onClick={press}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy}
      title={offBecause ?? rest.title}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors select-none',
        kinds[kind],
        sizes[size],
        isOff && 'cursor-not-allowed! opacity-55',
        className,
      )}
    >
      {icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<Props, 'icon' | 'children' | 'title'> {
  /** What it does: said by screen readers and shown on hover. */
  label: string
  children: ReactNode
}

export function IconButton({ label, size = 'normal', kind = 'quiet', className, ...rest }: IconButtonProps) {
  const square = size === 'small' ? 'w-8 px-0!' : size === 'large' ? 'w-12 px-0!' : 'w-9 px-0! pointer-coarse:w-11'
  return <Button {...rest} kind={kind} size={size} aria-label={label} title={label} className={classes(square, className)} />
}
