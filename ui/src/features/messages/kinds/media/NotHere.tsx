import { Smartphone } from 'lucide-react'

import type { MediaFile } from '../../../../api/types'
import { playTime } from '../../../../lib/dates'
import { bytes } from '../../../../lib/numbers'
import { useTranslation } from '../../../../lib/translation'
import { FetchButton, FetchWords } from './FetchButton'
import { useFetching } from './fetching'
import { type FileProps, sizeOf } from './media'
import { Frame, Still } from './Still'

/** A picture or film that is not here: what is known of it, and how it comes. */
export function NotHere({ content, message, file }: FileProps) {
  return file === null ? <OnPhone content={content} message={message} /> : <Coming content={content} message={message} file={file} />
}

function OnPhone({ content, message }: Omit<FileProps, 'file'>) {
  return (
    <>
      <Frame content={content}>
        <Still content={content} message={message} />
      </Frame>
      <PhoneFacts content={content} />
    </>
  )
}

function Coming({ content, message, file }: FileProps & { file: MediaFile }) {
  const fetching = useFetching(message, file)
  return (
    <>
      <Frame content={content}>
        <Still content={content} message={message} isDim />
        <FetchButton fetching={fetching} file={{ content, file }} look="pill" />
      </Frame>
      {fetching.state !== 'comes' && <FetchWords fetching={fetching} />}
    </>
  )
}

/** What is said of a file that opens on the phone only. */
export function PhoneFacts({ content }: Pick<FileProps, 'content'>) {
  const { t, i18n } = useTranslation()
  const size = sizeOf({ content, file: null })
  const facts = [
    t(`kind.${content.file}`),
    content.durationS ? playTime(content.durationS) : undefined,
    content.pages ? t('message.pages', { count: content.pages }) : undefined,
    size === null ? undefined : bytes(size, i18n.language),
    t('message.opensOnPhone'),
  ]
  return (
    <span className="flex items-center gap-1.5 text-sm text-bubble-soft tabular-nums">
      <Smartphone size={14} aria-hidden className="shrink-0" />
      {facts.filter(Boolean).join(' · ')}
    </span>
  )
}
