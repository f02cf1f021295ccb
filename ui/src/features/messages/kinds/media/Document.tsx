import type { MediaFile } from '../../../../api/types'
import { bytes } from '../../../../lib/numbers'
import { useTranslation } from '../../../../lib/translation'
import { plainFileName } from '../../../../lib/visible'
import { DownloadLink } from './DownloadLink'
import { FetchButton, FetchWords } from './FetchButton'
import { useFetching } from './fetching'
import { type FileProps, sizeOf } from './media'
import { RoundFigure, Row } from './Row'
import { Frame, Still } from './Still'

/** A document: its first page where that came along, its name, and the way to have it. */
export function Document({ content, message, file }: FileProps) {
  return (
    <>
      {content.hasThumbnail && (
        <Frame content={content}>
          <Still content={content} message={message} />
        </Frame>
      )}
      {file === null ? (
        <Row lead={<RoundFigure kind="document" />}>
          <Name content={content} />
          <Facts content={content} file={file} />
        </Row>
      ) : (
        <Known content={content} message={message} file={file} />
      )}
    </>
  )
}

function Known({ content, message, file }: FileProps & { file: MediaFile }) {
  const { t } = useTranslation()
  const fetching = useFetching(message, file)
  const isHere = file.state === 'here'
  return (
    <Row
      lead={
        fetching.state === null ? (
          <RoundFigure kind="document" />
        ) : (
          <FetchButton fetching={fetching} file={{ content, file }} look="round" />
        )
      }
      end={isHere && <DownloadLink file={file} name={plainFileName(content.fileName ?? '') || t('kind.document')} />}
    >
      <Name content={content} />
      <Facts content={content} file={file} />
      <FetchWords fetching={fetching} />
    </Row>
  )
}

export function Name({ content }: Pick<FileProps, 'content'>) {
  const { t } = useTranslation()
  return <bdi className="block font-medium break-words">{plainFileName(content.fileName ?? '') || t('kind.document')}</bdi>
}

export function Facts({ content, file }: Pick<FileProps, 'content' | 'file'>) {
  const { t, i18n } = useTranslation()
  const size = sizeOf({ content, file })
  const ending = /\.(\p{L}[\p{L}\p{N}]{0,7})$/u.exec(plainFileName(content.fileName ?? ''))?.[1]
  const facts = [
    ending?.toUpperCase(),
    content.pages ? t('message.pages', { count: content.pages }) : undefined,
    size === null ? undefined : bytes(size, i18n.language),
    file === null ? t('message.opensOnPhone') : undefined,
  ]
  return <span className="block text-sm text-bubble-soft tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
}
