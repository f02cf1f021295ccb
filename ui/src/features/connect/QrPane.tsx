import type { Qr } from '../../api/types'
import { phoneSized, useMedia } from '../../lib/media'
import { secondsUntil, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Late } from '../../ui/Late'
import { QrPicture } from '../../ui/QrPicture'
import { CountdownRing } from '../../ui/Ring'

/** The room that the code has. */
const phonePx = 280
const deskPx = 328

/** The first code of a pairing is shown for a minute, the next ones for twenty seconds. */
const lifeMs = (attempt: number) => (attempt <= 1 ? 60_000 : 20_000)

/** The code on white with a thin ring that counts down to the next; the same room while it is being made. */
export function QrPane({ qr }: { qr: Qr | null }) {
  const { t } = useTranslation()
  const now = useNow()
  const isPhone = useMedia(phoneSized)
  const seconds = qr === null ? 0 : secondsUntil(qr.expiresAtMs, now)
  return (
    <div className="flex flex-col items-center gap-3">
      <div className="flex size-[280px] items-start justify-start overflow-hidden rounded-lg bg-paper ring-1 ring-line sm:size-[328px]">
        {qr === null ? (
          <div className="grid size-full grid-cols-2 grid-rows-2 gap-10 p-10" aria-hidden>
            {[0, 1, 2].map((corner) => (
              <div key={corner} className="animate-pulse-soft rounded-md border-8 border-[oklch(0.9_0.005_220)]" />
            ))}
          </div>
        ) : (
          <QrPicture text={qr.text} label={t('connect.qrAlt')} mostPx={isPhone ? phonePx : deskPx} />
        )}
      </div>
      <p className="flex h-5 items-center gap-2 text-base text-soft tabular-nums" role="status" aria-live="off">
        {qr === null ? (
          <>
            {t('connect.preparing')}
            <Late afterMs={10_000}>{t('connect.slow')}</Late>
          </>
        ) : (
          <>
            <CountdownRing left={seconds / (lifeMs(qr.attempt) / 1000)} className="size-[18px]" />
            {seconds > 0 ? t('connect.newIn', { seconds }) : t('connect.preparing')}
          </>
        )}
      </p>
    </div>
  )
}
