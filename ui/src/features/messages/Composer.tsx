import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { tenantActions } from '../../api/tenant'
import { IconButton } from '../../ui/Button'
import { drafts } from './drafts'

const longest = 65_536
/** WhatsApp forgets a "typing" soon, so it is said again while somebody goes on. */
const sayAgainMs = 4_000
const idleMs = 3_000
const mostLines = 8

interface Props {
  tenantId: string
  chatId: string
  onSend: (text: string) => void
}

/** Grows to eight lines; Enter sends, Shift+Enter breaks the line; what was typed stays. */
export function Composer({ tenantId, chatId, onSend }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => drafts.get(tenantId, chatId))
  const field = useRef<HTMLTextAreaElement>(null)
  const typing = useTypingNotice(tenantId, chatId)
  const isEmpty = text.trim() === ''
  const isTooLong = [...text].length > longest

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    const line = Number.parseFloat(getComputedStyle(area).lineHeight)
    area.style.height = `${Math.min(area.scrollHeight, line * mostLines + 20)}px`
  }, [text])

  // A pointer that hovers comes with a keyboard; on a phone one would cover the conversation.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus()
  }, [])

  const change = (next: string) => {
    setText(next)
    drafts.set(tenantId, chatId, next)
    typing(next.trim() !== '')
  }
  const send = () => {
    if (isEmpty || isTooLong) return
    onSend(text.trim())
    change('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className="border-t border-line bg-surface px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {isTooLong && (
        <p role="alert" className="pb-1.5 text-sm text-bad">
          {t('conversation.tooLong', { count: longest })}
        </p>
      )}
      <div className="flex items-end gap-2">
        <div className="field flex grow rounded-lg border border-line-strong bg-surface">
          <textarea
            ref={field}
            rows={1}
            value={text}
            aria-label={t('conversation.write')}
            placeholder={t('conversation.write')}
            onChange={(event) => change(event.target.value)}
            onKeyDown={onKeyDown}
            className="w-full resize-none bg-transparent px-3 py-2.5 text-lg leading-6 text-ink"
          />
        </div>
        <IconButton
          type="submit"
          kind="primary"
          size="large"
          className="size-[46px]! rounded-lg! px-0!"
          label={t('conversation.send')}
          offBecause={isEmpty ? t('conversation.nothingToSend') : undefined}
        >
          <SendHorizontal size={20} />
        </IconButton>
      </div>
    </form>
  )
}

/** Tells the other side that somebody types, and when they stop. That it may not arrive matters to nobody. */
function useTypingNotice(tenantId: string, chatId: string): (isTyping: boolean) => void {
  const said = useRef(0)
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const say = (isTyping: boolean) => {
    said.current = isTyping ? Date.now() : 0
    tenantActions.typing(tenantId, chatId, isTyping).catch(() => undefined)
  }
  useEffect(() => () => clearTimeout(idle.current), [])
  return (isTyping) => {
    clearTimeout(idle.current)
    if (isTyping) {
      if (Date.now() - said.current > sayAgainMs) say(true)
      idle.current = setTimeout(() => say(false), idleMs)
    } else if (said.current > 0) {
      say(false)
    }
  }
}
