import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, StickyNote, Trash2 } from 'lucide-react'
import { type KeyboardEvent, type SubmitEvent, useEffect, useRef, useState } from 'react'

import { attendingActions, attendingKeys, notes as notesQuery, withNote } from '../../../api/attending'
import { noticeChange } from '../../../api/chat-events'
import { troubleOf } from '../../../api/problem'
import type { Note } from '../../../api/types'
import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { Skeleton } from '../../../ui/Skeleton'
import { TextArea } from '../../../ui/TextArea'
import { useOwnName } from './use-own-name'

const longestNote = 4_000

interface Props {
  tenantId: string
  chatId: string
  /** The focus begins in the field for a new one. */
  isFirst?: boolean
}

/** What those who answer noted down about a chat: nobody else sees it, and it never leaves. */
export function Notes({ tenantId, chatId, isFirst = false }: Props) {
  const { t } = useTranslation()
  const query = useQuery(notesQuery(tenantId, chatId))
  const { withName, dialog } = useOwnName(tenantId)
  /** The note that has made way for a form or a question. */
  const [at, setAt] = useState<{ what: 'change' | 'remove'; id: string }>()
  const part = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isFirst) part.current?.scrollIntoView({ block: 'start' })
  }, [isFirst])
  const close = () => setAt(undefined)
  return (
    <div ref={part}>
      <p className="mb-2 flex items-center gap-1.5 text-sm text-soft">
        <StickyNote size={15} aria-hidden className="shrink-0" />
        {t('notes.hint')}
      </p>
      {query.data ? (
        query.data.length > 0 && (
          <ul aria-label={t('notes.title')} className="mb-3 space-y-2">
            {query.data.map((note) => (
              <li key={note.id} className="rounded-md bg-warn-tint px-3 py-2">
                {at?.id !== note.id ? (
                  <NoteLine
                    note={note}
                    onChange={() => setAt({ what: 'change', id: note.id })}
                    onRemove={() => setAt({ what: 'remove', id: note.id })}
                  />
                ) : at.what === 'change' ? (
                  <NoteForm tenantId={tenantId} chatId={chatId} note={note} withName={withName} onDone={close} />
                ) : (
                  <Removal tenantId={tenantId} note={note} onClose={close} />
                )}
              </li>
            ))}
          </ul>
        )
      ) : query.isError ? (
        <Notice
          tone="bad"
          className="mb-3"
          title={t('notes.failed')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={
            <Button size="small" onClick={() => void query.refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      ) : (
        <Skeleton className="mb-3 h-14" />
      )}
      <NoteForm tenantId={tenantId} chatId={chatId} withName={withName} isFirst={isFirst} />
      {dialog}
    </div>
  )
}

/** A note: what it says, by whom and when, and what may be done with it. */
function NoteLine({ note, onChange, onRemove }: { note: Note; onChange: () => void; onRemove: () => void }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const when = (atMs: number) => moment(atMs, now, i18n.language)
  const name = note.authorName ?? t('notes.unnamed')
  const change =
    note.changedAtMs === null
      ? undefined
      : note.changedByName === null || note.changedByName === note.authorName
        ? t('notes.changed', { when: when(note.changedAtMs) })
        : t('notes.changedBy', { name: note.changedByName, when: when(note.changedAtMs) })
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 grow">
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {note.text}
        </p>
        <p className="mt-1 text-sm text-soft tabular-nums">
          <bdi className="font-medium">{name}</bdi> · {when(note.writtenAtMs)}
          {change !== undefined && ` · ${change}`}
        </p>
      </div>
      <IconButton size="small" label={t('notes.changeOne', { name, when: when(note.writtenAtMs) })} onClick={onChange} className="-mt-1">
        <Pencil size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={t('notes.removeOne', { name, when: when(note.writtenAtMs) })}
        onClick={onRemove}
        className="-mt-1 -mr-1.5"
      >
        <Trash2 size={15} />
      </IconButton>
    </div>
  )
}

/** Whether a note is to go; the question stands in its place. */
function Removal({ tenantId, note, onClose }: { tenantId: string; note: Note; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  const drop = () => {
    putNotes(client, tenantId, note.chatId, (all) => all.filter(({ id }) => id !== note.id))
    noticeChange(client, tenantId, note.chatId)
    onClose()
  }
  const remove = useMutation({
    mutationFn: () => attendingActions.removeNote(tenantId, note.chatId, note.id),
    // One that is gone meanwhile is gone all the same.
    onError: (error) => troubleOf(error).code === 'not_found' && drop(),
    onSuccess: drop,
  })
  return (
    <div role="group" aria-label={t('notes.removeTitle')} onKeyDown={(event) => escapes(event, onClose)}>
      <p className="line-clamp-2 text-soft">{note.text}</p>
      <p className="mt-1 font-medium">{t('notes.removeTitle')}</p>
      <p className="text-sm text-soft">{t('notes.removeText')}</p>
      {remove.isError && <Notice tone="bad" className="mt-2" title={t(`problem.${troubleOf(remove.error).code}`)} />}
      <div className="mt-2 flex justify-end gap-2">
        <Button ref={cancel} size="small" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="small" kind="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
          {t('notes.remove')}
        </Button>
      </div>
    </div>
  )
}

/** Shows at once what was done, and asks again: an answer that was on its way does not have it. */
function putNotes(client: QueryClient, tenantId: string, chatId: string, change: (all: Note[]) => Note[]): void {
  const queryKey = attendingKeys.notes(tenantId, chatId)
  client.setQueryData<Note[]>(queryKey, (all) => all && change(all))
  void client.invalidateQueries({ queryKey })
}

/** Escape gives up what stands in a note's place, and not the dialog around it. */
function escapes(event: KeyboardEvent, onClose: () => void): void {
  if (event.key !== 'Escape') return
  event.preventDefault()
  event.stopPropagation()
  onClose()
}

interface FormProps extends Pick<Props, 'tenantId' | 'chatId'> {
  /** The one to change; without it a new one is written. */
  note?: Note
  withName: (act: () => void) => void
  isFirst?: boolean
  onDone?: () => void
}

function NoteForm({ tenantId, chatId, note, withName, isFirst = false, onDone }: FormProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [text, setText] = useState(note?.text ?? '')
  const [isChecked, setChecked] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (note) area.current?.focus()
  }, [note])
  const save = useMutation({
    mutationFn: (text: string) =>
      note ? attendingActions.changeNote(tenantId, chatId, note.id, text) : attendingActions.writeNote(tenantId, chatId, text),
    onSuccess: (saved) => {
      putNotes(client, tenantId, chatId, (all) => withNote(all, saved))
      noticeChange(client, tenantId, chatId)
      if (!note) {
        setText('')
        setChecked(false)
      }
      onDone?.()
    },
  })
  const trouble = save.isError ? troubleOf(save.error) : undefined
  const refused = trouble?.field('text')
  const wrong = text.trim() === '' ? 'missing' : [...text].length > longestNote ? 'tooLong' : undefined
  const error =
    refused === 'too_many'
      ? t('notes.tooMany')
      : isChecked && wrong === 'missing'
        ? t('field.missing')
        : wrong === 'tooLong' || refused !== undefined
          ? t('notes.tooLong', { count: longestNote })
          : undefined
  const submit = () => {
    setChecked(true)
    if (wrong === undefined && !save.isPending) withName(() => save.mutate(text))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      submit()
    } else if (onDone) escapes(event, onDone)
  }
  return (
    <form
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={onKeyDown}
    >
      <TextArea
        ref={area}
        label={t(note ? 'notes.text' : 'notes.new')}
        error={error}
        rows={note ? 3 : 2}
        value={text}
        {...(isFirst && { 'data-first-focus': true })}
        onChange={(event) => {
          setText(event.target.value)
          save.reset()
        }}
      />
      {trouble && trouble.code !== 'validation_failed' && <Notice tone="bad" className="mt-2" title={t(`problem.${trouble.code}`)} />}
      {(note !== undefined || text !== '') && (
        <div className="mt-2 flex justify-end gap-2">
          {note && (
            <Button size="small" onClick={onDone}>
              {t('common.cancel')}
            </Button>
          )}
          <Button size="small" type="submit" kind="primary" isBusy={save.isPending}>
            {t('notes.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
