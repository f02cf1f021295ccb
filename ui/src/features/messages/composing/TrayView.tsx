import type { TFunction } from 'i18next'
import { FileText, Music, X } from 'lucide-react'
import { useState } from 'react'

import { bytes } from '../../../lib/numbers'
import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { plainFileName } from '../../../lib/visible'
import { classes } from '../../../ui/classes'
import { type Attachment, looksLike, mostFiles, type Unfit, unfitness } from './attachments'
import type { Tray } from './tray'

/** The files that wait above the composer, and how they go. */
export function TrayView({ tray }: { tray: Tray }) {
  const { t } = useTranslation()
  const { items, isAsDocument, leftOut } = useStore(tray.store)
  const isChoice = items.some(({ file }) => looksLike(file, false) !== 'document')
  return (
    <>
      {leftOut !== null && (
        <p role="alert" className="pb-1.5 text-sm text-warn">
          {t(leftOut === 'folder' ? 'attach.folder' : 'attach.tooMany', { count: mostFiles })}
        </p>
      )}
      {items.length > 0 && (
        <div className="pb-2">
          <ul aria-label={t('attach.tray')} className="flex gap-2 overflow-x-auto pt-1 pb-2">
            {items.map((item) => (
              <Card key={item.id} item={item} isAsDocument={isAsDocument} tray={tray} />
            ))}
          </ul>
          {isChoice && (
            <label className="flex w-fit cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-9">
              <input
                type="checkbox"
                checked={isAsDocument}
                onChange={(event) => tray.setAsDocument(event.target.checked)}
                className="size-4 accent-accent"
              />
              <span>
                {t('attach.asDocument')} <span className="text-soft max-sm:sr-only">{t('attach.asDocumentHint')}</span>
              </span>
            </label>
          )}
        </div>
      )}
    </>
  )
}

function Card({ item, isAsDocument, tray }: { item: Attachment; isAsDocument: boolean; tray: Tray }) {
  const { t, i18n } = useTranslation()
  const { id, file } = item
  const name = plainFileName(file.name) || t('kind.document')
  const unfit = unfitness(file, isAsDocument)
  return (
    <li className={classes('relative w-36 shrink-0 rounded-md border bg-surface', unfit ? 'border-bad' : 'border-line')}>
      <Face item={item} isAsDocument={isAsDocument} tray={tray} />
      <div className="px-2 py-1">
        <p className="truncate text-sm" title={name}>
          <bdi>{name}</bdi>
        </p>
        {unfit ? (
          <p role="alert" className="text-xs text-bad">
            {unfitWords(unfit, i18n.language, t)}
          </p>
        ) : (
          <p className="text-xs text-soft tabular-nums">{bytes(file.size, i18n.language)}</p>
        )}
      </div>
      <button
        type="button"
        title={t('attach.remove', { name })}
        aria-label={t('attach.remove', { name })}
        onClick={() => tray.remove(id)}
        className="absolute top-1 right-1 flex size-7 items-center justify-center rounded-full bg-raised text-ink shadow-float pointer-coarse:size-9"
      >
        <X size={16} aria-hidden />
      </button>
    </li>
  )
}

function unfitWords(unfit: Unfit, language: string, t: TFunction): string {
  if (unfit.why === 'empty') return t('attach.empty')
  const limit = new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', unitDisplay: 'short' }).format(unfit.limit)
  return t(unfit.fitsAsDocument ? 'attach.tooLargeAsIs' : 'attach.tooLarge', { limit })
}

/** What a file looks like, which also tells how large it is. */
function Face({ item: { id, file, url }, isAsDocument, tray }: { item: Attachment; isAsDocument: boolean; tray: Tray }) {
  const [isBroken, setBroken] = useState(false)
  const shape = 'h-20 w-full rounded-t-md bg-sunken object-cover'
  const onError = () => setBroken(true)
  if (isBroken) return <Figure of={FileText} />
  switch (looksLike(file, isAsDocument)) {
    case 'image':
      return (
        <img
          src={url}
          alt=""
          className={shape}
          onError={onError}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            tray.measure(id, { width, height, durationS: null })
          }
        />
      )
    case 'video':
      return (
        <video
          src={url}
          muted
          playsInline
          preload="metadata"
          aria-hidden
          className={shape}
          onError={onError}
          onLoadedMetadata={({ currentTarget: { videoWidth: width, videoHeight: height, duration: durationS } }) =>
            tray.measure(id, { width, height, durationS: Number.isFinite(durationS) ? durationS : null })
          }
        />
      )
    case 'audio':
      return <Figure of={Music} />
    case 'document':
      return <Figure of={FileText} />
  }
}

function Figure({ of: Shape }: { of: typeof Music }) {
  return (
    <span aria-hidden className="flex h-20 w-full items-center justify-center rounded-t-md bg-sunken text-soft">
      <Shape size={28} />
    </span>
  )
}
