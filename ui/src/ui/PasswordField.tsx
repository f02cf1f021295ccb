import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'

import { useTranslation } from '../lib/translation'
import { Field } from './Field'

/** A password, which can be looked at while it is typed. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'trailing'>) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  const verb = t(isShown ? 'common.hidePassword' : 'common.showPassword')
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="off"
      trailing={
        <button type="button" aria-label={verb} title={verb} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          <Icon size={18} aria-hidden />
        </button>
      }
    />
  )
}
