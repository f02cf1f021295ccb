import { type ReactNode, useState } from 'react'

import { thumbnailUrl } from '../../../../api/tenant'
import { useTranslation } from '../../../../lib/translation'
import { classes } from '../../../../ui/classes'
import { useTenantId } from '../tenant'
import { type FileProps, figures, frame } from './media'

/** The small picture that came with the message, or the figure of its kind, in the size that the file will have. */
export function Still({ content, message, isDim = false }: Omit<FileProps, 'file'> & { isDim?: boolean }) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const [isBroken, setBroken] = useState(false)
  const Figure = figures[content.file]
  if (isBroken || !content.hasThumbnail) return <Figure size={32} className="text-bubble-soft" aria-hidden />
  return (
    <img
      src={thumbnailUrl(tenantId, message.chatId, message.id)}
      alt={t(`kind.${content.file}`)}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
      className={classes('size-full', content.file === 'sticker' ? 'object-contain' : 'object-cover', isDim && 'opacity-60')}
    />
  )
}

/** The place of a picture in its bubble. */
export function Frame({ content, children }: Pick<FileProps, 'content'> & { children: ReactNode }) {
  return (
    <span
      style={frame(content)}
      className={classes(
        'relative mb-1 flex max-w-full items-center justify-center overflow-hidden',
        content.file === 'round_video' ? 'rounded-full' : 'rounded-sm',
        content.file !== 'sticker' && 'bg-inset',
      )}
    >
      {children}
    </span>
  )
}
