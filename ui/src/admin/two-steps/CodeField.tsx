import type { ComponentProps } from 'react'

import { Field } from '../../ui/Field'

interface Props extends Omit<ComponentProps<typeof Field>, 'onChange' | 'type'> {
  onCode: (text: string) => void
}

/** A code of the authenticator app, or a recovery code. */
export function CodeField({ onCode, ...field }: Props) {
  return (
    <Field
      {...field}
      autoComplete="one-time-code"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      maxLength={64}
      onChange={(event) => onCode(event.target.value)}
    />
  )
}
