import { Mic, SendHorizontal } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useStore } from '../../lib/store'
import { IconButton } from '../../ui/Button'
import { AttachMenu } from './composing/AttachMenu'
import { type Attachment, unfitness } from './composing/attachments'
import { canRecord, type Recorded, type RecordingTrouble } from './composing/recorder'
import { isPasteOfFiles, takenFiles } from './composing/taken'
import type { Tray } from './composing/tray'
import { TrayView } from './composing/TrayView'
import { useRecordingNotice, useTypingNotice } from './composing/typing'
import { VoiceRecorder } from './composing/VoiceRecorder'
import { drafts } from './drafts'

const longest = 65_536
const mostLines = 8

interface Props {
  tenantId: string
  chatId: string
  tray: Tray
  onSend: (text: string) => void
  onSendFiles: (files: readonly Attachment[], isAsDocument: boolean, text: string) => void
  onSendVoice: (recorded: Recorded) => void
}

/** Grows to eight lines; Enter sends, Shift+Enter breaks the line; what was typed or attached stays. */
export function Composer({ tenantId, chatId, tray, onSend, onSendFiles, onSendVoice }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => drafts.get(tenantId, chatId))
  const [isRecording, setRecording] = useState(false)
  const [trouble, setTrouble] = useState<RecordingTrouble>()
  const field = useRef<HTMLTextAreaElement>(null)
  const typing = useTypingNotice(tenantId, chatId)
  useRecordingNotice(tenantId, chatId, isRecording)
  const { items, isAsDocument } = useStore(tray.store)
  const isEmpty = text.trim() === '' && items.length === 0
  const isTooLong = [...text].length > longest
  const isUnfit = items.some(({ file }) => unfitness(file, isAsDocument) !== null)

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    const line = Number.parseFloat(getComputedStyle(area).lineHeight)
    area.style.height = `${Math.min(area.scrollHeight, line * mostLines + 20)}px`
  }, [text, isRecording])

  // Two tabs show the same draft, so neither takes away what was typed in the other.
  useEffect(() => drafts.follow(tenantId, chatId, setText), [tenantId, chatId])

  // A pointer that hovers comes with a keyboard; on a phone one would cover the conversation.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus()
  }, [items.length, isRecording])

  const change = (next: string) => {
    setText(next)
    drafts.set(tenantId, chatId, next)
    typing(next.trim() !== '')
  }
  const send = () => {
    if (isEmpty || isTooLong || isUnfit) return
    if (items.length === 0) onSend(text.trim())
    else {
      onSendFiles(items, isAsDocument, text.trim())
      tray.clear()
    }
    change('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (!isPasteOfFiles(event.clipboardData)) return
    event.preventDefault()
    const { files, hasFolder } = takenFiles(event.clipboardData)
    tray.add(files, hasFolder)
  }
  const stop = (why?: RecordingTrouble) => {
    setRecording(false)
    setTrouble(why)
  }
  const words = t(items.length > 0 ? 'attach.caption' : 'conversation.write')
  return (
    <form
      className="border-t border-line bg-surface px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {isTooLong && <Alert words={t('conversation.tooLong', { count: longest })} />}
      {trouble !== undefined && <Alert words={t(`recording.${trouble}`)} />}
      <TrayView tray={tray} />
      {isRecording ? (
        <VoiceRecorder
          onDone={(recorded) => {
            stop()
            onSendVoice(recorded)
          }}
          onDiscard={() => stop()}
          onTrouble={stop}
        />
      ) : (
        <div className="flex items-end gap-2">
          <AttachMenu
            onFiles={(files, isDocument) => {
              if (isDocument && items.length === 0) tray.setAsDocument(true)
              tray.add(files)
            }}
          />
          <div className="field flex grow rounded-lg border border-line-strong bg-surface">
            <textarea
              ref={field}
              dir="auto"
              rows={1}
              value={text}
              aria-label={words}
              placeholder={words}
              onChange={(event) => change(event.target.value)}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              className="w-full resize-none bg-transparent px-3 py-2.5 text-lg leading-6 text-ink"
            />
          </div>
          {isEmpty ? (
            <IconButton
              kind="primary"
              size="large"
              className="size-[46px]! rounded-lg! px-0!"
              label={t('voice.record')}
              offBecause={canRecord() ? undefined : t('voice.insecure')}
              onClick={() => {
                setTrouble(undefined)
                setRecording(true)
              }}
            >
              <Mic size={20} />
            </IconButton>
          ) : (
            <IconButton
              type="submit"
              kind="primary"
              size="large"
              className="size-[46px]! rounded-lg! px-0!"
              label={t('conversation.send')}
              offBecause={isUnfit ? t('attach.removeFirst') : undefined}
            >
              <SendHorizontal size={20} />
            </IconButton>
          )}
        </div>
      )}
    </form>
  )
}

function Alert({ words }: { words: string }) {
  return (
    <p role="alert" className="pb-1.5 text-sm text-bad">
      {words}
    </p>
  )
}
