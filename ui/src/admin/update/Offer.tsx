import { useMutation } from '@tanstack/react-query'

import { adminActions } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { NewerVersion, Update } from '../../api/types'
import { dateAndTime } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Code } from '../../ui/Code'
import { Notice } from '../../ui/Notice'

const daysLater = 7

interface Props {
  update: Update
  offer: NewerVersion
  onShown: (shown: Update) => void
}

/** A newer version: what is new in it, and how it gets here. */
export function Offer({ update, offer, onShown }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { version } = offer
  const [file, publishedAtMs, postponedUntilMs] = [offer.package ?? null, offer.publishedAtMs ?? null, offer.postponedUntilMs ?? 0]
  const install = useMutation({ mutationFn: () => adminActions.installUpdate(version), onSuccess: onShown })
  const postpone = useMutation({ mutationFn: () => adminActions.postponeUpdate(version, daysLater), onSuccess: onShown })
  const failed = install.error ?? postpone.error
  const isLater = postponedUntilMs > now
  const canInstall = update.canInstall && file !== null
  return (
    <div className="space-y-3 rounded-md border border-line p-4">
      <div>
        <p className="font-medium">{t('update.newer', { version })}</p>
        {publishedAtMs !== null && (
          <p className="text-sm text-soft">{t('update.publishedAt', { time: dateAndTime(publishedAtMs, i18n.language) })}</p>
        )}
      </div>
      {offer.notes !== '' && (
        <section aria-label={t('update.notes')}>
          <h3 className="text-sm font-medium">{t('update.notes')}</h3>
          {/* What others wrote: text, and nothing of it is markup. */}
          <p tabIndex={0} dir="auto" className="mt-1 max-h-60 overflow-y-auto text-sm wrap-anywhere whitespace-pre-wrap text-soft">
            {offer.notes}
          </p>
        </section>
      )}
      {canInstall && <p className="text-sm text-soft">{t('update.installText')}</p>}
      {!canInstall && file !== null && (
        <>
          <p className="text-sm text-soft">{t(typeof file.command !== 'string' ? 'update.byHand' : 'update.byCommand')}</p>
          {typeof file.command === 'string' && <Code label={t('update.command')} text={file.command} />}
        </>
      )}
      {file === null && <Notice tone="rest" title={t('update.noPackage')} text={t('update.noPackageText')} />}
      {failed && <Notice tone="bad" title={t(`problem.${troubleOf(failed).code}`)} />}
      <div className="flex flex-wrap items-center gap-2">
        {canInstall && (
          <Button kind="primary" onClick={() => install.mutate()} isBusy={install.isPending}>
            {t('update.install')}
          </Button>
        )}
        {!canInstall && file !== null && (
          <a href={file.url} target="_blank" rel="noreferrer" className="font-medium text-accent underline">
            {t('update.download', { version })}
          </a>
        )}
        {isLater ? (
          <p className="text-sm text-soft">{t('update.postponed', { time: dateAndTime(postponedUntilMs, i18n.language) })}</p>
        ) : (
          <Button kind="quiet" onClick={() => postpone.mutate()} isBusy={postpone.isPending}>
            {t('update.postpone')}
          </Button>
        )}
      </div>
    </div>
  )
}
