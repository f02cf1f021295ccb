import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

import type { Settings } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { Mark } from '../../ui/Mark'
import { Notice } from '../../ui/Notice'
import { useSaySettings } from '../saying'
import { AccessStep } from './AccessStep'
import { CustomerStep } from './CustomerStep'
import { LanguageStep } from './LanguageStep'
import { NameStep } from './NameStep'
import type { StepProps } from './StepFoot'
import type { Place, Step } from './steps'

const parts: Record<Step, (props: StepProps) => React.ReactNode> = {
  language: LanguageStep,
  name: NameStep,
  access: AccessStep,
  customer: CustomerStep,
}

interface Props {
  place: Place
  settings: Settings
}

/** What is asked when Portaria is opened for the first time: one thing at a time, and each may wait. */
export function FirstRunPage({ place, settings }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { step, number, count } = place
  const saying = useSaySettings()
  const finish = () => {
    void navigate({ to: '/', replace: true })
    saying.say({ firstRun: 'done' })
  }
  const main = useRef<HTMLElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = t('admin.title')
  }, [t])
  useEffect(() => {
    // Who goes on by keyboard, or listens, is where the question is; a field that is typed into goes before.
    if (!main.current?.contains(document.activeElement) || document.activeElement?.tagName === 'BUTTON') title.current?.focus()
    main.current?.scrollTo?.(0, 0)
  }, [step])
  const Part = parts[step]
  return (
    <div className="flex h-full flex-col bg-surface">
      <header className="flex h-16 shrink-0 items-center gap-2.5 px-5 sm:px-8">
        <Mark className="size-6 shrink-0 text-accent" />
        <span className="grow text-lg font-semibold">Portaria</span>
        <Button kind="quiet" isBusy={saying.isSaying} onClick={finish}>
          {t('firstRun.skipAll')}
        </Button>
      </header>
      <main ref={main} className="min-h-0 grow overflow-y-auto">
        <div className="mx-auto w-full max-w-xl px-5 pt-4 pb-10 sm:px-6 sm:pt-[7vh]">
          <Progress number={number} count={count} />
          <h1 ref={title} tabIndex={-1} className="mt-6 text-2xl font-semibold outline-none">
            {t(`firstRunTitle.${step}`)}
          </h1>
          <p className="mt-2 mb-7 text-soft">{t(`firstRunText.${step}`)}</p>
          <Part
            key={step}
            place={place}
            settings={settings}
            say={saying.say}
            finish={finish}
            isBusy={saying.isSaying}
            trouble={saying.trouble}
          />
          {saying.trouble && saying.trouble.field('name') === undefined && (
            <Notice tone="bad" className="mt-4" title={t(`problem.${saying.trouble.code}`)} />
          )}
        </div>
      </main>
    </div>
  )
}

/** How far it is: in words, and as a line in so many parts. */
function Progress({ number, count }: Pick<Place, 'number' | 'count'>) {
  const { t } = useTranslation()
  return (
    <div>
      <p className="text-sm text-soft tabular-nums">{t('firstRun.step', { number, count })}</p>
      <div aria-hidden className="mt-2 flex gap-1.5">
        {Array.from({ length: count }, (_, at) => (
          <span key={at} className={classes('h-1 grow rounded-full', at < number ? 'bg-accent' : 'bg-sunken')} />
        ))}
      </div>
    </div>
  )
}
