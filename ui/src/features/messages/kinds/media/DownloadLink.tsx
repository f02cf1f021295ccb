import { Download } from 'lucide-react'

import { downloadUrl } from '../../../../api/media'
import type { MediaFile } from '../../../../api/types'
import { useTranslation } from '../../../../lib/translation'
import { classes } from '../../../../ui/classes'
import { useTenantId } from '../tenant'

/** Keeps a file on the reader's machine. */
export function DownloadLink({ file, name, className }: { file: MediaFile; name: string; className?: string }) {
  const { t } = useTranslation()
  const label = t('file.downloadOne', { name })
  return (
    <a
      href={downloadUrl(useTenantId(), file.id)}
      download
      title={label}
      aria-label={label}
      className={classes(
        'flex size-9 shrink-0 items-center justify-center rounded-full text-bubble-soft hover:bg-inset hover:text-ink pointer-coarse:size-11',
        className,
      )}
    >
      <Download size={18} aria-hidden />
    </a>
  )
}

/** In the place of a file that this browser can't show. */
export function NotShown({ file, name }: { file: MediaFile; name: string }) {
  const { t } = useTranslation()
  return (
    <span className="flex items-center gap-2 text-sm text-bubble-soft">
      <span className="min-w-0 grow">{t('file.notShown')}</span>
      <DownloadLink file={file} name={name} />
    </span>
  )
}
