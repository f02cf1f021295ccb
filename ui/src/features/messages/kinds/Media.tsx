import { visible } from '../../../lib/visible'
import type { ViewProps } from './kind'
import { Document } from './media/Document'
import { Film } from './media/Film'
import type { FileProps } from './media/media'
import { Picture } from './media/Picture'
import { Sound } from './media/Sound'
import { Sticker } from './media/Sticker'
import { Words } from './parts'

export function MediaView({ content, message }: ViewProps<'media'>) {
  const file = message.file
  return (
    <>
      <FileView content={content} message={message} file={file} />
      {content.caption && visible(content.caption) !== '' && (
        // Why a file is not here stands on a line of its own.
        <span className={file?.state === 'here' ? '' : 'block'}>
          <Words text={content.caption} mentions={message.context.mentions} />
        </span>
      )}
    </>
  )
}

function FileView(props: FileProps) {
  switch (props.content.file) {
    case 'image':
      return <Picture {...props} />
    case 'video':
    case 'gif':
    case 'round_video':
      return <Film {...props} />
    case 'voice':
    case 'audio':
      return <Sound {...props} />
    case 'document':
      return <Document {...props} />
    case 'sticker':
      return <Sticker {...props} />
  }
}
