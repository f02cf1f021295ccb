import { useState } from 'react'

import { mediaUrl } from '../../../../api/media'
import { useTranslation } from '../../../../lib/translation'
import { useTenantId } from '../tenant'
import { NotShown } from './DownloadLink'
import { NotHere } from './NotHere'
import { type FileProps, frame } from './media'
import { Frame, Still } from './Still'
import { useViewer } from './viewing'

/** A picture, which opens in the viewer. */
export function Picture({ content, message, file }: FileProps) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const open = useViewer()
  const [isBroken, setBroken] = useState(false)
  if (file?.state !== 'here') return <NotHere content={content} message={message} file={file} />
  const what = t(`kind.${content.file}`)
  if (isBroken) {
    return (
      <>
        {content.hasThumbnail && (
          <Frame content={content}>
            <Still content={content} message={message} />
          </Frame>
        )}
        <NotShown file={file} name={what} />
      </>
    )
  }
  return (
    <button
      type="button"
      aria-label={t('file.open', { what })}
      onClick={() => open(message)}
      style={frame(content)}
      className="relative mb-1 block max-w-full cursor-zoom-in overflow-hidden rounded-sm bg-inset"
    >
      {content.hasThumbnail && (
        <span aria-hidden className="absolute inset-0">
          <Still content={content} message={message} />
        </span>
      )}
      <img
        src={mediaUrl(tenantId, file.id)}
        alt={what}
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
        className="absolute inset-0 size-full object-cover"
      />
    </button>
  )
}
