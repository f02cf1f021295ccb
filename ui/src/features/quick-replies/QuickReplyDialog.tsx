import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { quickReplyActions, variables, withReply } from '../../api/quick-replies'
import { tenantKeys } from '../../api/tenant'
import type { QuickReply } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { InsertArea } from '../../ui/InsertArea'
import { Notice } from '../../ui/Notice'

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
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    save.reset()
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
          onChange={({ target }) => change(setShortcut)(target.value)}
        />
        <InsertArea
          label={t('quickReplies.text')}
          error={textError}
          value={text}
          onChange={change(setText)}
          inserts={variables.map((variable) => [`{${variable}}`, t(`quickReplies.variable.${variable}`)])}
        />
        {trouble && trouble.code !== 'validation_failed' && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        <FormActions submit={t('common.save')} isBusy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
