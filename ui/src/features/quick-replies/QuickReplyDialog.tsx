import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { troubleOf } from '../../api/problem'
import { quickReplyActions, variables, withReply } from '../../api/quick-replies'
import { tenantKeys } from '../../api/tenant'
import type { QuickReply } from '../../api/types'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { TextArea } from '../../ui/TextArea'

const longestShortcut = 40
const longestText = 4_096

interface Props {
  tenantId: string
  /** The one to change; without it a new one is made. */
  reply: QuickReply | undefined
  onClose: () => void
}

/** A quick reply: what finds it, and what it says. */
export function QuickReplyDialog({ tenantId, reply, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const [isChecked, setChecked] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const save = useMutation({
    mutationFn: (body: { shortcut: string; text: string }) =>
      reply ? quickReplyActions.change(tenantId, reply.id, body) : quickReplyActions.make(tenantId, body),
    onSuccess: (saved) => {
      client.setQueryData<QuickReply[]>(tenantKeys.quickReplies(tenantId), (all) => all && withReply(all, saved))
      onClose()
    },
  })
  const trouble = save.isError ? troubleOf(save.error) : undefined
  const word = shortcut.trim().replace(/^\/+/, '')
  const wrongWord = word === '' || /\s/.test(word) || [...word].length > longestShortcut
  const wrongText = text.trim() === '' ? 'missing' : [...text].length > longestText ? 'tooLong' : undefined
  const refused = trouble?.field('shortcut')
  const shortcutError =
    isChecked && wrongWord
      ? t(word === '' ? 'field.missing' : 'quickReplies.shortcutInvalid')
      : refused === undefined
        ? undefined
        : t(refused === 'taken' ? 'quickReplies.taken' : refused === 'too_many' ? 'quickReplies.tooMany' : 'quickReplies.shortcutInvalid')
  const textError =
    (isChecked && wrongText !== undefined) || trouble?.field('text') !== undefined
      ? t(wrongText === 'missing' ? 'field.missing' : 'common.tooLong', { count: longestText })
      : undefined

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!wrongWord && wrongText === undefined && !save.isPending) save.mutate({ shortcut: word, text })
  }
  const change = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value)
    save.reset()
  }
  const insert = (word: string) => {
    const [from, to] = [area.current?.selectionStart ?? text.length, area.current?.selectionEnd ?? text.length]
    setText(text.slice(0, from) + word + text.slice(to))
    save.reset()
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(from + word.length, from + word.length)
    })
  }
  return (
    <Dialog title={t(reply ? 'quickReplies.change' : 'quickReplies.new')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label={t('quickReplies.shortcut')}
          hint={t('quickReplies.shortcutHint')}
          error={shortcutError}
          leading={<span aria-hidden>/</span>}
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          value={shortcut}
          onChange={change(setShortcut)}
        />
        <div>
          <TextArea ref={area} label={t('quickReplies.text')} error={textError} rows={5} value={text} onChange={change(setText)} />
          <div role="group" aria-label={t('quickReplies.insert')} className="mt-2 flex flex-wrap items-center gap-1.5">
            <span aria-hidden className="mr-1 text-sm text-soft">
              {t('quickReplies.insert')}
            </span>
            {variables.map((variable) => (
              <Button key={variable} size="small" title={`{${variable}}`} onClick={() => insert(`{${variable}}`)}>
                {t(`quickReplies.variable.${variable}`)}
              </Button>
            ))}
          </div>
        </div>
        {trouble && trouble.code !== 'validation_failed' && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        <FormActions submit={t('common.save')} isBusy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
