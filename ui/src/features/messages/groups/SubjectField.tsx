import { useTranslation } from '../../../lib/translation'
import { Field } from '../../../ui/Field'
import { isSubject } from './subject'

interface Props {
  subject: string
  onChange: (subject: string) => void
  /** Whether somebody tried to send it: only then what is wrong is said. */
  isChecked: boolean
}

/** What a group is called. */
export function SubjectField({ subject, onChange, isChecked }: Props) {
  const { t } = useTranslation()
  return (
    <Field
      label={t('group.subject')}
      dir="auto"
      value={subject}
      onChange={(event) => onChange(event.target.value)}
      error={isChecked && !isSubject(subject) ? t('group.subjectInvalid') : undefined}
    />
  )
}
