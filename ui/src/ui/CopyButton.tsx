import { Check, Copy } from 'lucide-react'
import { type ComponentProps, useEffect, useState } from 'react'

import { useTranslation } from '../lib/translation'
import { Button, IconButton } from './Button'

interface Props {
  /** What goes to the clipboard, or where to get it. */
  value: string | (() => Promise<string>)
  label: string
  look?: 'button' | 'icon'
  kind?: ComponentProps<typeof Button>['kind']
  size?: ComponentProps<typeof Button>['size']
  className?: string
  tabIndex?: number
  /** A dialog that shows it begins here. */
  isFirstFocus?: boolean
}

const shownMs = 2_000

export function CopyButton({ value, label, look = 'button', kind, size, className, tabIndex, isFirstFocus }: Props) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [isCopied])

  const copy = async () => {
    if (await toClipboard(typeof value === 'string' ? value : await value())) setCopied(true)
  }
  const icon = isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />
  const common = { onClick: () => void copy().catch(() => undefined), size, className, tabIndex, 'data-first-focus': isFirstFocus }
  const said = (
    <span role="status" className="sr-only">
      {isCopied ? t('common.copied') : ''}
    </span>
  )
  if (look === 'icon') {
    return (
      <>
        <IconButton {...common} kind={kind} label={isCopied ? t('common.copied') : label}>
          {icon}
        </IconButton>
        {said}
      </>
    )
  }
  return (
    <>
      <Button {...common} kind={kind} icon={icon}>
        {/* Both words take their place, so that the button keeps its width. */}
        <span className="grid text-left *:[grid-area:1/1]">
          <span className={isCopied ? 'invisible' : ''}>{label}</span>
          <span className={isCopied ? '' : 'invisible'} aria-hidden={!isCopied}>
            {t('common.copied')}
          </span>
        </span>
      </Button>
      {said}
    </>
  )
}

/** Also where the page is not served over HTTPS, as in a home network, and the clipboard is not offered. */
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.readOnly = true
    field.className = 'fixed opacity-0'
    // Inside an open dialog nothing outside can be selected.
    const place = document.querySelector('dialog[open]') ?? document.body
    place.append(field)
    field.select()
    const isDone = document.execCommand('copy')
    field.remove()
    return isDone
  }
}
