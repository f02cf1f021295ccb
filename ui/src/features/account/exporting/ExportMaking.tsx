import type { RefObject } from 'react'

import { troubleOf } from '../../../api/problem'
import type { Export } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { ProgressBar } from '../../../ui/ProgressBar'
import { useRemoveExport } from './use-exports'

interface Props {
  tenantId: string
  making: Export
  heading: RefObject<HTMLHeadingElement | null>
}

/** How far the archive has come that is being made, and the way out. */
export function ExportMaking({ tenantId, making: { id, counts }, heading }: Props) {
  const { t, i18n } = useTranslation()
  const cancel = useRemoveExport(tenantId, id)
  const number = (count: number) => new Intl.NumberFormat(i18n.language).format(count)
  // What came since, or went, is counted too: it is never more than all.
  const allMessages = Math.max(counts.allMessages, counts.messages)
  const allFiles = Math.max(counts.allFiles, counts.files)
  const messages = t('exports.ofMessages', { count: allMessages, done: number(counts.messages), all: number(allMessages) })
  const files = t('exports.ofFiles', { count: allFiles, done: number(counts.files), all: number(allFiles) })
  const all = allMessages + allFiles
  return (
    <div className="rounded-lg border border-line bg-surface p-5">
      <h2 ref={heading} tabIndex={-1} className="font-medium outline-none">
        {t('exports.making')}
      </h2>
      <p className="mt-1 mb-2 text-soft tabular-nums">{allFiles > 0 ? `${messages} · ${files}` : messages}</p>
      <ProgressBar label={t('exports.making')} max={Math.max(1, all)} value={all === 0 ? undefined : counts.messages + counts.files} />
      <p className="mt-4 text-soft">{t('exports.goesOn')}</p>
      {cancel.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(cancel.error).code}`)} />}
      <Button className="mt-4" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('exports.cancel')}
      </Button>
    </div>
  )
}
