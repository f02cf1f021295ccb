import { useState } from 'react'

import { mediaUrl } from '../../../../api/media'
import { useMedia } from '../../../../lib/media'
import { useTranslation } from '../../../../lib/translation'
import { useTenantId } from '../tenant'
import { NotHere, PhoneFacts } from './NotHere'
import { type FileProps, frame } from './media'
import { Frame, Still } from './Still'

/** A sticker. A Lottie one is shown by its small picture: its file is a program for drawing it. */
export function Sticker({ content, message, file }: FileProps) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const [isAsked, setAsked] = useState(false)
  const [isBroken, setBroken] = useState(false)
  if (file?.state !== 'here' && !(content.isLottie && content.hasThumbnail)) {
    return <NotHere content={content} message={message} file={file} />
  }
  const small = (
    <Frame content={content}>
      <Still content={content} message={message} />
    </Frame>
  )
  if (content.isLottie || isBroken || !file) {
    return (
      <>
        {small}
        {!content.hasThumbnail && <PhoneFacts content={content} />}
      </>
    )
  }
  if (content.isAnimated && isStill && !isAsked && content.hasThumbnail) {
    return (
      <button type="button" onClick={() => setAsked(true)} aria-label={`${t('kind.sticker')}: ${t('file.animate')}`} className="block">
        {small}
      </button>
    )
  }
  return (
    <img
      src={mediaUrl(tenantId, file.id)}
      alt={t('kind.sticker')}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
      style={frame(content)}
      className="mb-1 block object-contain"
    />
  )
}
