import type { ReactNode } from 'react'

import { useTranslation } from '../lib/translation'
import { LanguageChoice } from '../features/preferences/Preferences'
import { Mark } from '../ui/Mark'

interface Props {
  /** The tenant's name, once it is known. */
  name?: string | undefined
  provider?: string | undefined
  /** Empty while it is not known yet: its room is kept. */
  title?: string | undefined
  foot?: string | undefined
  children: ReactNode
}

/** The page around everything that takes the whole screen: who, what, and the language. */
export function Frame({ name, provider, title, foot, children }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-dvh flex-col bg-surface sm:bg-canvas">
      <header className="flex h-16 shrink-0 items-center gap-3 px-5 sm:px-8">
        <Mark className="size-7 shrink-0 text-accent" />
        <div className="min-w-0 leading-tight">
          <p className="truncate text-lg font-semibold">{name ?? ' '}</p>
          <p className="truncate text-sm text-soft">{provider !== undefined && provider !== '' ? t('connect.by', { provider }) : ''}</p>
        </div>
      </header>
      <main className="flex grow flex-col items-center sm:justify-center sm:px-6 sm:pb-6">
        {title === '' && (
          <p aria-hidden className="mt-2 mb-2 text-2xl sm:mb-8">
            &nbsp;
          </p>
        )}
        {title !== undefined && title !== '' && <h1 className="mt-2 mb-2 px-5 text-center text-2xl font-semibold sm:mb-8">{title}</h1>}
        {children}
        {foot !== undefined && <p className="mx-6 mt-2 mb-4 max-w-lg text-center text-base text-soft sm:mt-6 sm:max-w-4xl">{foot}</p>}
      </main>
      <footer className="flex shrink-0 justify-center px-4 pb-6">
        <LanguageChoice />
      </footer>
    </div>
  )
}
