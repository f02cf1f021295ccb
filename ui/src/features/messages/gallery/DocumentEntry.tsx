import type { MediaFile, Message } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { plainFileName } from '../../../lib/visible'
import { Facts, Name } from '../kinds/media/Document'
import { DownloadLink } from '../kinds/media/DownloadLink'
import { FetchButton, FetchWords } from '../kinds/media/FetchButton'
import { useFetching } from '../kinds/media/fetching'
import type { Media } from '../kinds/media/media'
import { RoundFigure } from '../kinds/media/Row'
import { Entry, Sent } from './Entry'

interface Props {
  message: Message
  onShow: (messageId: string) => void
}

/** A document: what it is called, what it is, who sent it, and the way to have it. */
export function DocumentEntry({ message, onShow }: Props) {
  const { content, file } = message
  if (content.kind !== 'media') return null
  if (file) return <Known content={content} message={message} file={file} onShow={onShow} />
  return (
    <Entry lead={<RoundFigure kind="document" />} onShow={() => onShow(message.id)}>
      <Name content={content} />
      <Facts content={content} file={null} />
      <Sent message={message} />
    </Entry>
  )
}

function Known({ content, message, file, onShow }: Props & { content: Media; file: MediaFile }) {
  const { t } = useTranslation()
  const fetching = useFetching(message, file)
  return (
    <Entry
      lead={
        fetching.state === null ? (
          <RoundFigure kind="document" />
        ) : (
          <FetchButton fetching={fetching} file={{ content, file }} look="round" />
        )
      }
      end={file.state === 'here' && <DownloadLink file={file} name={plainFileName(content.fileName ?? '') || t('kind.document')} />}
      onShow={() => onShow(message.id)}
    >
      <Name content={content} />
      <Facts content={content} file={file} />
      <FetchWords fetching={fetching} />
      <Sent message={message} />
    </Entry>
  )
}
