import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useId } from 'react'

import { useTranslation } from '../../lib/translation'
import { IconButton } from '../../ui/Button'
import { usePlace } from './place'

/** A list that takes the place of the settings, and the way back to them. */
export function BelowSettings({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  const id = useId()
  return (
    <section aria-labelledby={id} className="mx-auto flex h-full min-h-0 w-full max-w-2xl flex-col">
      <div className="flex shrink-0 items-center gap-2 px-3 pt-4 pb-3">
        <IconButton
          label={t('common.toSettings')}
          onClick={() => void navigate({ to: '/client/$publicId/settings', params: { publicId } })}
        >
          <ArrowLeft size={20} />
        </IconButton>
        <h1 id={id} className="min-w-0 grow truncate text-xl font-semibold">
          {title}
        </h1>
      </div>
      {children}
    </section>
  )
}
