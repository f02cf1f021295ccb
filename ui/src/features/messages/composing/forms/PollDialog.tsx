import { X } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'

import type { OwnDraft } from '../../../../api/tenant'
import { useTranslation } from '../../../../lib/translation'
import { IconButton } from '../../../../ui/Button'
import { Check } from '../../../../ui/Check'
import { Dialog } from '../../../../ui/Dialog'
import { Field } from '../../../../ui/Field'
import { FormActions } from '../../../../ui/FormActions'
import { checkedPoll, fewestOptions, type LineTrouble, longestLine, withRoom } from './poll'

interface Props {
  onSend: (draft: OwnDraft) => void
  onClose: () => void
}

/** A question, what may be answered, and whether more than one thing. */
export function PollDialog({ onSend, onClose }: Props) {
  const { t } = useTranslation()
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState(['', ''])
  const [isSeveral, setSeveral] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const poll = checkedPoll(question, options, isSeveral)
  const trouble = isChecked && !('kind' in poll) ? poll : undefined
  const words = (wrong: LineTrouble | undefined) => {
    if (wrong === undefined) return undefined
    return wrong === 'missing' ? t('field.missing') : t(`poll.${wrong}`, { count: longestLine })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if ('kind' in poll) onSend(poll)
  }
  const change = (at: number, text: string) => setOptions(withRoom(options.map((option, index) => (index === at ? text : option))))
  const remove = (at: number) => setOptions(withRoom(options.filter((_, index) => index !== at)))
  return (
    <Dialog title={t('poll.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label={t('poll.question')}
          dir="auto"
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          error={words(trouble?.question)}
        />
        <fieldset className="space-y-2">
          <legend className="mb-1.5 text-sm font-medium">{t('poll.options')}</legend>
          {options.map((option, index) => (
            <Field
              key={index}
              label={t('poll.option', { number: index + 1 })}
              isLabelHidden
              dir="auto"
              placeholder={t('poll.option', { number: index + 1 })}
              value={option}
              onChange={(event) => change(index, event.target.value)}
              error={words(trouble?.options[index])}
              trailing={
                options.length > fewestOptions &&
                option !== '' && (
                  <IconButton size="small" label={t('poll.remove', { number: index + 1 })} onClick={() => remove(index)}>
                    <X size={16} />
                  </IconButton>
                )
              }
            />
          ))}
        </fieldset>
        <Check label={t('poll.several')} text={t('poll.severalText')} isOn={isSeveral} onChange={setSeveral} />
        <FormActions submit={t('conversation.send')} isBusy={false} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
