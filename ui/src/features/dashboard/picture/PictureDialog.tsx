import type { TFunction } from 'i18next'
import { Download, Share2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import type { Statistics } from '../../../api/types'
import { clockTime } from '../../../lib/dates'
import { saveFile } from '../../../lib/save-file'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Notice } from '../../../ui/Notice'
import { figuresSaid, periodSaid, type Said } from '../figure-words'
import { barsOf, weekOf } from '../figures'
import { beginningOf, daysOf, type Period } from '../periods'
import { type Colours, draw, heightPx, type Shown, widthPx } from './draw'

interface Given {
  shop: string
  provider: string
  figures: Statistics
  period: Period
  nowMs: number
}

interface Props extends Given {
  onClose: () => void
}

/** What a shop may be glad to show. */
const told: ReadonlySet<Said['name']> = new Set<Said['name']>(['received', 'sent', 'activeChats', 'newContacts', 'firstAnswer', 'read'])

/** The period as a picture: seen before it is shared or saved. */
export function PictureDialog({ shop, provider, figures, period, nowMs, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [file, setFile] = useState<File>()
  const [trouble, setTrouble] = useState<'drawing' | 'sharing'>()
  // As they were when it was opened: what is shared is what was seen.
  const [shown] = useState(() => shownOf({ shop, provider, figures, period, nowMs }, t, i18n.language))
  const fileName = `${t('dashboard.pictureFile')}.png`
  useEffect(() => {
    const pen = canvas.current?.getContext('2d')
    if (!canvas.current || !pen) return setTrouble('drawing')
    draw(pen, shown, coloursOf(canvas.current))
    let isLeft = false
    canvas.current.toBlob((blob) => {
      if (isLeft) return
      if (blob) setFile(new File([blob], fileName, { type: 'image/png' }))
      else setTrouble('drawing')
    }, 'image/png')
    return () => {
      isLeft = true
    }
  }, [shown, fileName])
  const canShare = file !== undefined && navigator.canShare?.({ files: [file] }) === true
  const share = () => {
    if (!file) return
    setTrouble(undefined)
    navigator.share({ files: [file], title: shown.shop }).catch((error: unknown) => {
      // Whoever changes their mind has shared nothing, and nothing is wrong.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setTrouble('sharing')
    })
  }
  return (
    <Dialog title={t('dashboard.picture')} onClose={onClose}>
      <canvas
        ref={canvas}
        width={widthPx}
        height={heightPx}
        role="img"
        aria-label={[shown.shop, shown.period, ...shown.figures.map(({ label, value }) => `${label}: ${value}`)].join('. ')}
        className="mx-auto block max-h-[55dvh] max-w-full rounded-md border border-line"
      />
      {trouble && <Notice tone="bad" className="mt-4" title={t(`dashboardPicture.${trouble}`)} />}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose} data-first-focus>
          {t('common.close')}
        </Button>
        <Button
          kind={canShare ? 'plain' : 'primary'}
          icon={<Download size={16} aria-hidden />}
          isBusy={file === undefined && trouble === undefined}
          offBecause={file === undefined && trouble !== undefined ? t(`dashboardPicture.${trouble}`) : undefined}
          onClick={() => file && saveFile(fileName, file)}
        >
          {t('dashboard.pictureSave')}
        </Button>
        {canShare && (
          <Button kind="primary" icon={<Share2 size={16} aria-hidden />} onClick={share}>
            {t('dashboard.pictureShare')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

/** The colours that the page has in the light theme, a provider's own among them. Nothing is drawn between the two changes. */
function coloursOf(canvas: HTMLCanvasElement): Colours {
  const { dataset } = document.documentElement
  const chosen = dataset.theme
  dataset.theme = 'light'
  const of = (name: string) => {
    canvas.style.color = `var(--color-${name})`
    return getComputedStyle(canvas).color
  }
  const colours = {
    paper: of('canvas'),
    card: of('surface'),
    line: of('line'),
    ink: of('ink'),
    soft: of('soft'),
    accent: of('accent'),
    accentTint: of('accent-tint'),
    sunken: of('sunken'),
  }
  canvas.style.color = ''
  if (chosen === undefined) delete dataset.theme
  else dataset.theme = chosen
  return colours
}

function shownOf({ shop, provider, figures, period, nowMs }: Given, t: TFunction, language: string): Shown {
  const day = new Intl.DateTimeFormat(language, { day: '2-digit', month: '2-digit' })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' })
  const isDay = period === 'today'
  return {
    shop,
    period: periodSaid(figures, nowMs, language),
    figures: figuresSaid(figures, t, language)
      .filter(({ name }) => told.has(name))
      .map(({ label, value, against }) => ({
        label,
        value,
        against: against && `${against.words} · ${t('dashboard.before', { figure: against.before })}`,
      })),
    chart: {
      title: t(isDay ? 'dashboard.byHour' : 'dashboard.byDay'),
      received: t('dashboard.received'),
      sent: t('dashboard.sent'),
      bars: barsOf(figures.hours, beginningOf(period, figures.toMs - 1), daysOf(period)),
      nameOf: ({ atMs }) => (isDay ? clockTime(atMs, language) : day.format(atMs)),
    },
    week: isDay
      ? undefined
      : {
          title: t('dashboard.week'),
          // A Monday, from which weekdays have their names.
          days: Array.from({ length: 7 }, (_, index) => weekday.format(new Date(2024, 0, 1 + index))),
          nameOf: (hour) => t('dashboard.oClock', { hour }),
          cells: weekOf(figures.hours),
        },
    foot: provider,
    note: figures.period.firstAnswers.withinHours ? `${t('dashboard.firstAnswer')}: ${t('dashboard.withinHours')}` : undefined,
  }
}
