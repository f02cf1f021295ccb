import { Download, LoaderCircle, RotateCw } from 'lucide-react'

import { bytes } from '../../../../lib/numbers'
import { useTranslation } from '../../../../lib/translation'
import { classes } from '../../../../ui/classes'
import { ProgressRing } from '../../../../ui/Ring'
import type { Fetching } from './fetching'
import { type FileProps, sizeOf } from './media'

interface Props {
  fetching: Fetching
  file: Pick<FileProps, 'content' | 'file'>
  /** Over a picture, with words; or round, in the place of a row's figure. */
  look: 'pill' | 'round'
}

/** Fetches a file, tries again, or shows how far it is. */
export function FetchButton({ fetching: { state, words, done, fetch }, file, look }: Props) {
  const { t, i18n } = useTranslation()
  if (state === null) return null
  const isRound = look === 'round'
  const shape = classes(
    'flex shrink-0 items-center justify-center font-medium',
    isRound ? 'size-11 rounded-full' : 'absolute inset-0 m-auto h-10 w-fit gap-2 rounded-full px-4 text-sm shadow-float',
  )
  if (state === 'comes') {
    return (
      <span className={classes(shape, isRound ? 'bg-inset text-bubble-soft' : 'bg-raised text-ink')}>
        {done === null ? (
          <LoaderCircle size={20} aria-hidden className="animate-spin" />
        ) : (
          <ProgressRing done={done} label={t('file.coming')} className="size-6" />
        )}
        {!isRound && <span className="tabular-nums">{words}</span>}
      </span>
    )
  }
  const size = sizeOf(file)
  const isAgain = state === 'failed'
  const Figure = isAgain ? RotateCw : Download
  const verb = t(isAgain ? 'common.retry' : 'file.download')
  const what = [t(`kind.${file.content.file}`), size === null ? '' : bytes(size, i18n.language)].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      onClick={fetch}
      title={verb}
      aria-label={`${verb}: ${what}`}
      className={classes(shape, isRound ? 'bg-accent text-on-accent hover:bg-accent-strong' : 'bg-raised text-ink hover:bg-sunken')}
    >
      <Figure size={18} aria-hidden />
      {!isRound && <span className="tabular-nums">{isAgain || size === null ? verb : bytes(size, i18n.language)}</span>}
    </button>
  )
}

/** Why a file is not here. */
export function FetchWords({ fetching: { state, words } }: Pick<Props, 'fetching'>) {
  if (words === '') return null
  return (
    <span
      role={state === 'comes' ? undefined : 'status'}
      className={classes('text-sm', state === 'failed' ? 'text-bad' : 'text-bubble-soft')}
    >
      {words}
    </span>
  )
}
