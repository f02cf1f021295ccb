import { Mic } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

import type { OwnDraft } from '../../api/tenant'
import type { Message } from '../../api/types'
import { part } from '../../lib/part'
import { useStore } from '../../lib/store'
import { useTranslation } from '../../lib/translation'
import { IconButton } from '../../ui/Button'
import { refOf, useActing } from './acting/acting'
import { AnswerBar } from './acting/AnswerBar'
import { type Answering, answeringOf } from './acting/answering'
import { isEditable, wordsOf } from './acting/deeds'
import { AttachMenu } from './composing/AttachMenu'
import { completed, type Completing } from './composing/completing'
import { Completions } from './composing/Completions'
import { EmojiButton } from './composing/EmojiButton'
import { useCompletions } from './composing/use-completions'
import { type Attachment, unfitness } from './composing/attachments'
import { DraftForm } from './composing/forms/DraftForm'
import { canRecord, type Recorded, type RecordingTrouble } from './composing/recorder'
import { SendButton } from './composing/SendButton'
import { isPasteOfFiles, takenFiles } from './composing/taken'
import type { Tray } from './composing/tray'
import { TrayView } from './composing/TrayView'
import { useRecordingNotice, useTypingNotice } from './composing/typing'
import { VoiceRecorder } from './composing/VoiceRecorder'
import { drafts } from './drafts'
import { inOneLine } from './kinds/lines'
import { useSay } from './kinds/say'
import type { More } from './sender'

const SendLaterDialog = part(async () => (await import('./later/SendLaterDialog')).SendLaterDialog)

const longest = 65_536
const mostLines = 8

interface Props {
  tenantId: string
  chatId: string
  tray: Tray
  /** The field has the focus at once, where a keyboard stands beside the screen. */
  isFieldFirst?: boolean
  /** The newest own text that can still be changed. */
  lastOwn: () => Message | undefined
  onSend: (text: string, more: More) => void
  onSendFiles: (files: readonly Attachment[], isAsDocument: boolean, text: string, more: More) => void
  onSendDraft: (draft: OwnDraft, more: More) => void
  onSendVoice: (recorded: Recorded, more: More) => void
}

/** Grows to eight lines; Enter sends, Shift+Enter breaks the line; what was typed or attached stays. */
export function Composer({ tenantId, chatId, tray, isFieldFirst = true, lastOwn, onSend, onSendFiles, onSendDraft, onSendVoice }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => drafts.get(tenantId, chatId))
  const [isRecording, setRecording] = useState(false)
  const [trouble, setTrouble] = useState<RecordingTrouble>()
  const [isTooLate, setTooLate] = useState(false)
  const [form, setForm] = useState<OwnDraft['kind']>()
  const [isLater, setLater] = useState(false)
  const chooseWhen = useCallback(() => setLater(true), [])
  // An edit is on its way.
  const [isSaving, setSaving] = useState(false)
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

  // A pointer that hovers comes with a keyboard; on a phone one would cover the conversation.
  const isLeftAlone = useRef(!isFieldFirst)
  useEffect(() => {
    if (!isLeftAlone.current && matchMedia('(hover: hover)').matches) field.current?.focus()
    isLeftAlone.current = false
  }, [items.length, isRecording])

  const answerings = answeringOf(tenantId, chatId)
  const answering = useStore(answerings)
  const acting = useActing()
  const say = useSay()
  const edited = answering?.kind === 'edit' ? answering.message : undefined
  // Whoever changes a text has it in the field, and the draft is back afterwards.
  const [before, setBefore] = useState<Answering>(null)
  if (answering !== before) {
    setBefore(answering)
    if (answering?.message !== before?.message) setTooLate(false)
    if (answering?.kind === 'edit') setText(answering.words ?? wordsOf(answering.message.content))
    else if (before?.kind === 'edit') setText(drafts.get(tenantId, chatId))
  }
  // The chat became another one, which what was typed has gone over to.
  const [typedIn, setTypedIn] = useState(chatId)
  if (typedIn !== chatId) {
    setTypedIn(chatId)
    if (!edited) setText(drafts.get(tenantId, chatId))
  }
  // Two tabs show the same draft, so neither takes away what was typed in the other. What is edited is no draft.
  useEffect(() => {
    if (edited) return
    return drafts.follow(tenantId, chatId, (text, isFromHere) => {
      setText(text)
      if (isFromHere) field.current?.focus()
    })
  }, [tenantId, chatId, edited])
  const [answered, isEdit] = [answering?.message.id, edited !== undefined]
  useEffect(() => {
    if (answered !== undefined) field.current?.focus()
  }, [answered, isEdit])

  const change = (next: string) => {
    setText(next)
    if (edited) return answerings.set({ kind: 'edit', message: edited, words: next })
    drafts.set(tenantId, chatId, next)
    typing(next.trim() !== '')
  }
  const takeQuote = (): More => {
    if (answering?.kind !== 'reply') return {}
    const { id, sender, fromMe, content } = answering.message
    const kind = content.kind === 'media' ? content.file : content.kind
    const words = content.kind === 'text' ? content.text : inOneLine(answering.message, say).words
    answerings.set(null)
    return { quote: { id, sender, fromMe, kind, text: words } }
  }
  const saveEdit = async (message: Message) => {
    const next = text.trim()
    if (next === wordsOf(message.content)) return answerings.set(null)
    if (!isEditable(message, Date.now()) || !acting) return setTooLate(true)
    setSaving(true)
    const isSaved = await acting.say({ kind: 'edit', target: refOf(message), text: next })
    setSaving(false)
    // Somebody may have gone on to another message meanwhile.
    if (isSaved && answerings.get()?.message === message) answerings.set(null)
  }
  /** Puts the caret where the text goes on, once it is there. */
  const caretTo = (place: number) => requestAnimationFrame(() => field.current?.setSelectionRange(place, place))
  const complete = (what: Completing, chosen: string) => {
    const next = completed(text, field.current?.selectionStart ?? text.length, what, chosen)
    change(next.text)
    caretTo(next.caret)
  }
  const completing = useCompletions({ tenantId, chatId, text, mayMention: !edited, onChoose: complete })
  const insert = (sign: string) => {
    const place = field.current?.selectionStart ?? text.length
    change(text.slice(0, place) + sign + text.slice(field.current?.selectionEnd ?? place))
    caretTo(place + sign.length)
  }
  const mayLeave = !isEmpty && !isTooLong && !isUnfit
  const send = (atMs?: number) => {
    if (!mayLeave) return
    if (edited) {
      if (!isSaving) void saveEdit(edited)
      return
    }
    const said = completing.takeMentions()
    const more: More = {
      ...takeQuote(),
      ...(said.mentions.length > 0 && { mentions: said.mentions }),
      ...(atMs !== undefined && { sendAt: new Date(atMs).toISOString() }),
    }
    if (items.length === 0) onSend(said.text, more)
    else {
      onSendFiles(items, isAsDocument, said.text, more)
      tray.clear()
    }
    change('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (completing.onKey(event)) return
    if (event.key === 'Escape' && answering) {
      event.preventDefault()
      answerings.set(null)
      return
    }
    if (event.key === 'ArrowUp' && text === '' && !answering) {
      const message = lastOwn()
      if (!message) return
      event.preventDefault()
      answerings.set({ kind: 'edit', message })
      return
    }
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
    <>
      <form
        className="border-t border-line bg-surface px-3 py-2"
        onSubmit={(event) => {
          event.preventDefault()
          // A finger that stayed on the button wants to choose when.
          if (!isLater) send()
        }}
      >
        {isTooLong && <Alert words={t('conversation.tooLong', { count: longest })} />}
        {trouble !== undefined && <Alert words={t(`recording.${trouble}`)} />}
        {isTooLate && <Alert words={t('acting.tooLate')} />}
        {answering && <AnswerBar answering={answering} onCancel={() => answerings.set(null)} />}
        <TrayView tray={tray} />
        {isRecording ? (
          <VoiceRecorder
            onDone={(recorded) => {
              stop()
              onSendVoice(recorded, takeQuote())
            }}
            onDiscard={() => stop()}
            onTrouble={stop}
          />
        ) : (
          <div className="flex items-end gap-2">
            <AttachMenu
              onForm={edited ? undefined : setForm}
              onLater={edited ? undefined : chooseWhen}
              laterOffBecause={mayLeave ? undefined : t('later.writeFirst')}
              onFiles={(files, isDocument) => {
                if (isDocument && items.length === 0) tray.setAsDocument(true)
                tray.add(files)
              }}
            />
            <EmojiButton onPick={insert} onClosed={() => field.current?.focus()} />
            <div className="field relative flex min-w-0 grow rounded-lg border border-line-strong bg-surface">
              {completing.completions.length > 0 && (
                <Completions id={completing.id} completions={completing.completions} at={completing.at} onChoose={completing.choose} />
              )}
              <textarea
                ref={field}
                dir="auto"
                rows={1}
                value={text}
                aria-label={words}
                placeholder={words}
                {...completing.field}
                onChange={(event) => change(event.target.value)}
                onSelect={(event) => completing.setCaret(event.currentTarget.selectionStart)}
                onKeyDown={onKeyDown}
                onPaste={onPaste}
                className="w-full resize-none bg-transparent px-3 py-2.5 text-lg leading-6 text-ink"
              />
            </div>
            {isEmpty && !edited ? (
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
              <SendButton
                label={t(edited ? 'acting.save' : 'conversation.send')}
                offBecause={isUnfit ? t('attach.removeFirst') : undefined}
                onLater={edited || !mayLeave ? undefined : chooseWhen}
              />
            )}
          </div>
        )}
      </form>
      {/* A form of its own. */}
      <DraftForm
        tenantId={tenantId}
        kind={form}
        onClose={() => setForm(undefined)}
        onSend={(draft) => {
          setForm(undefined)
          onSendDraft(draft, takeQuote())
        }}
      />
      {isLater && (
        <SendLaterDialog
          onClose={() => setLater(false)}
          onChoose={(atMs) => {
            setLater(false)
            send(atMs)
          }}
        />
      )}
    </>
  )
}

function Alert({ words }: { words: string }) {
  return (
    <p role="alert" className="pb-1.5 text-sm text-bad">
      {words}
    </p>
  )
}
