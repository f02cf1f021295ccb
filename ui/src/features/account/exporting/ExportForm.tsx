import { useQuery } from '@tanstack/react-query'
import { type RefObject, type SubmitEvent, useState } from 'react'

import { roomTaken } from '../../../api/account'
import { troubleOf } from '../../../api/problem'
import { bytes } from '../../../lib/numbers'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Check } from '../../../ui/Check'
import { Notice } from '../../../ui/Notice'
import { useBeginExport } from './use-exports'

/** What is kept of messages is packed on its way: about a quarter of it is left. */
const packed = 4

interface Props {
  tenantId: string
  /** What has it made. */
  button: RefObject<HTMLButtonElement | null>
}

/** Says what the archive will hold and about how large it will be, and has it made. */
export function ExportForm({ tenantId, button }: Props) {
  const { t, i18n } = useTranslation()
  const room = useQuery(roomTaken(tenantId))
  const [hasMedia, setHasMedia] = useState(true)
  const begin = useBeginExport(tenantId)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!begin.isPending) begin.mutate(hasMedia)
  }
  const size = (count: number) => bytes(count, i18n.language)
  const { messagesBytes = 0, mediaBytes = 0, mediaFiles = 0 } = room.data ?? {}
  const files = new Intl.NumberFormat(i18n.language).format(mediaFiles)
  return (
    <form onSubmit={submit} className="rounded-lg border border-line bg-surface p-5">
      <p>{t('exports.holds')}</p>
      <ul className="mt-2 mb-4 list-disc space-y-1 pl-5 text-soft">
        <li>{t('exports.holdsChats')}</li>
        <li>{t('exports.holdsPeople')}</li>
        <li>{t('exports.holdsRest')}</li>
      </ul>
      <Check
        label={t('exports.media')}
        text={room.data ? t('exports.mediaText', { count: mediaFiles, files, size: size(mediaBytes) }) : t('exports.mediaTextUnknown')}
        isOn={hasMedia}
        onChange={setHasMedia}
      />
      <p className="mt-4 text-sm text-soft">{t('exports.never')}</p>
      {begin.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(begin.error).code}`)} />}
      <div className="mt-5 flex flex-wrap items-center justify-between gap-3">
        <p className="text-soft tabular-nums" aria-live="polite">
          {room.data && t('exports.about', { size: size(messagesBytes / packed + (hasMedia ? mediaBytes : 0)) })}
        </p>
        <Button ref={button} type="submit" kind="primary" isBusy={begin.isPending}>
          {t('exports.begin')}
        </Button>
      </div>
    </form>
  )
}
