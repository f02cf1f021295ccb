import { useEffect, useId, useRef, useState } from 'react'

import { useTranslation } from '../lib/translation'
import { Avatar } from './Avatar'
import { Button } from './Button'
import { Notice } from './Notice'
import { ProgressBar } from './ProgressBar'

/** How a picture is brought to where it belongs. */
export interface Bringing {
  /** Whoever leaves the form, or cancels, ends it. */
  signal: AbortSignal
  onProgress: (doneBytes: number, totalBytes: number) => void
}

interface Props {
  /** What it is a picture of, for whoever does not see it: the profile, the group. */
  label: string
  name: string
  isGroup?: boolean
  /** Where the one is that holds now; another picture has another address. */
  picture: string | undefined
  hint: string
  /** Why nothing can be changed now. */
  offBecause?: string | undefined
  put: (file: File, how: Bringing) => Promise<unknown>
  remove: () => Promise<unknown>
  /** What went wrong, in words. */
  wordsOf: (error: unknown) => string
  /** Whether something goes on that leaving would end; the same function in each render. */
  onBusy?: (isBusy: boolean) => void
}

/** What is shown before the address of the picture is another: what was chosen, or nothing after it was removed. */
interface Ahead {
  of: string | undefined
  shown: string | undefined
}

/** A picture that is shown round, and the ways to have another one or none: each is carried out at once. */
export function PictureForm({ label, name, isGroup, picture, hint, offBecause, put, remove, wordsOf, onBusy }: Props) {
  const { t } = useTranslation()
  const textId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const bringing = useRef<AbortController>(undefined)
  const [ahead, setAhead] = useState<Ahead>()
  const [progress, setProgress] = useState<{ doneBytes: number; totalBytes: number } | 'removing'>()
  const [trouble, setTrouble] = useState<string>()
  useEffect(() => () => bringing.current?.abort(), [])
  const preview = ahead?.shown
  useEffect(() => () => (preview === undefined ? undefined : URL.revokeObjectURL(preview)), [preview])
  const shown = ahead?.of === picture && ahead ? ahead.shown : picture

  const take = async (file: File) => {
    setTrouble(undefined)
    if (!(await isPicture(file))) return setTrouble(t('picture.unfit'))
    const own = new AbortController()
    bringing.current = own
    setProgress({ doneBytes: 0, totalBytes: file.size })
    setAhead({ of: picture, shown: URL.createObjectURL(file) })
    try {
      await put(file, { signal: own.signal, onProgress: (doneBytes, totalBytes) => setProgress({ doneBytes, totalBytes }) })
    } catch (error) {
      setAhead(undefined)
      if (!own.signal.aborted) setTrouble(wordsOf(error))
    } finally {
      setProgress(undefined)
      // What it could be cancelled by is gone.
      if (own.signal.aborted || document.activeElement === document.body) button.current?.focus({ preventScroll: true })
    }
  }
  const takeAway = async () => {
    setTrouble(undefined)
    setProgress('removing')
    try {
      await remove()
      setAhead({ of: picture, shown: undefined })
      button.current?.focus()
    } catch (error) {
      setTrouble(wordsOf(error))
    } finally {
      setProgress(undefined)
    }
  }
  const isBusy = progress !== undefined
  useEffect(() => onBusy?.(isBusy), [isBusy, onBusy])
  const isBrought = progress !== undefined && progress !== 'removing'
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Avatar name={name} isGroup={isGroup ?? false} picture={shown} className="size-20 text-2xl" />
      <div className="min-w-0 grow basis-52">
        <div className="flex flex-wrap gap-2">
          <Button ref={button} aria-describedby={textId} isBusy={isBusy} offBecause={offBecause} onClick={() => chooser.current?.click()}>
            {t((isBrought ? picture : shown) === undefined ? 'picture.add' : 'picture.change')}
          </Button>
          {isBrought && progress.doneBytes < progress.totalBytes && (
            <Button kind="quiet" aria-label={t('picture.cancel')} onClick={() => bringing.current?.abort()}>
              {t('common.cancel')}
            </Button>
          )}
          {shown !== undefined && !isBrought && (
            <Button kind="quiet" isBusy={progress === 'removing'} offBecause={offBecause} onClick={() => void takeAway()}>
              {t('picture.remove')}
            </Button>
          )}
        </div>
        {isBrought ? (
          <div role="status" className="mt-2.5 space-y-1.5">
            <ProgressBar
              label={label}
              max={Math.max(1, progress.totalBytes)}
              // All of it is here: WhatsApp is told, and nobody knows how long that takes.
              value={progress.doneBytes < progress.totalBytes ? progress.doneBytes : undefined}
            />
            <p className="text-sm text-soft">{t(progress.doneBytes < progress.totalBytes ? 'picture.uploading' : 'picture.telling')}</p>
          </div>
        ) : (
          <p id={textId} className="mt-1.5 text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = '' // so that the same file can be chosen once more
          if (file) void take(file)
        }}
      />
      {trouble !== undefined && <Notice tone="bad" className="w-full" title={trouble} />}
    </div>
  )
}

/** Whether this browser can draw it: what it cannot is no picture for WhatsApp either. */
const isPicture = (file: File): Promise<boolean> =>
  createImageBitmap(file).then(
    (drawn) => {
      drawn.close()
      return true
    },
    () => false,
  )
