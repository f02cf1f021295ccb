import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'

import { changeLanguage } from './language'
import { useTranslation } from './translation'

function Retry() {
  const { t, i18n } = useTranslation()
  return <p lang={i18n.language}>{t('common.retry')}</p>
}

it('says everything that is on the screen in the language that was chosen, at once', async () => {
  render(<Retry />)
  const before = screen.getByText(/./)
  expect([before.lang, before.textContent]).toEqual(['pt-BR', 'Tentar de novo'])
  await act(() => changeLanguage('en'))
  const after = screen.getByText(/./)
  expect([after.lang, after.textContent]).toEqual(['en', 'Try again'])
  await act(() => changeLanguage('pt-BR'))
})
