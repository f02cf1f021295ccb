import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Keyboard } from 'lucide-react'
import { type ReactNode, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { tenantActions, tenantKeys } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { DownloadRules } from '../../features/account/DownloadRules'
import { Logins } from '../../features/account/Logins'
import { PreferencesForm } from '../../features/account/PreferencesForm'
import { ProfileForm } from '../../features/account/ProfileForm'
import { RoomTaken } from '../../features/account/RoomTaken'
import { BlockList } from '../../features/contacts/BlockList'
import { EarlierNumbers } from '../../features/earlier-numbers/EarlierNumbers'
import { AttendantsForm } from '../../features/messages/attending/AttendantsForm'
import { areKeysShown } from '../../features/messages/keys/shown'
import { NotifySettings } from '../../features/messages/notifying/NotifySettings'
import { Preferences } from '../../features/preferences/Preferences'
import { SessionFacts } from '../../features/session/SessionFacts'
import { StatusPill } from '../../features/session/StatusPill'
import { formatPhone } from '../../lib/phone'
import { visible } from '../../lib/visible'
import { Avatar } from '../../ui/Avatar'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Notice } from '../../ui/Notice'
import { useStore } from '../../lib/store'
import { useTranslation } from '../../lib/translation'
import { endAccess } from '../access'
import { install } from './install'
import { InstallOffer } from './InstallOffer'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** The connection, what the account shows, whom it blocks, this browser's language and appearance, and the ways out. */
export function SettingsPage() {
  const { t } = useTranslation()
  const portal = usePortal()
  const offer = useStore(install)
  return (
    <div className="min-h-0 grow overflow-y-auto">
      <div className="mx-auto max-w-2xl space-y-8 px-5 py-8">
        <h1 className="text-xl font-semibold">{t('portal.settings')}</h1>
        <Section title={t('portalSettings.connection')}>
          <Connection portal={portal} />
        </Section>
        <Section title={t('ownProfile.title')}>
          <ProfileForm portal={portal} />
        </Section>
        <Section title={t('seen.title')}>
          <PreferencesForm portal={portal} />
        </Section>
        <Section title={t('attending.title')}>
          <AttendantsForm tenantId={portal.tenantId} />
        </Section>
        <Section title={t('quickReplies.title')}>
          <Further to="/client/$publicId/settings/quick-replies" text={t('quickReplies.hint')} label={t('quickReplies.open')} />
        </Section>
        <Section title={t('hours.title')}>
          <Further to="/client/$publicId/settings/hours" text={t('hours.hint')} label={t('hours.set')} />
        </Section>
        <Section title={t('automatic.title')}>
          <Further to="/client/$publicId/settings/automatic-messages" text={t('automatic.hint')} label={t('automatic.set')} />
        </Section>
        <Section title={t('later.listTitle')}>
          <Further to="/client/$publicId/settings/scheduled" text={t('later.hint')} label={t('later.see')} />
        </Section>
        <Section title={t('blockList.title')}>
          <BlockList tenantId={portal.tenantId} />
        </Section>
        <Section title={t('erasures.title')}>
          <Further to="/client/$publicId/settings/erasures" text={t('erasures.hint')} label={t('erasures.see')} />
        </Section>
        <Section title={t('notices.title')}>
          <NotifySettings tenantId={portal.tenantId} />
        </Section>
        <Section>
          <Preferences hasDensity />
          <Button className="mt-5" icon={<Keyboard size={17} aria-hidden />} onClick={() => areKeysShown.set(true)}>
            {t('keys.title')}
          </Button>
        </Section>
        {offer !== null && (
          <Section title={t('install.title')}>
            <InstallOffer offer={offer} />
          </Section>
        )}
        <Section title={t('downloads.title')}>
          <DownloadRules tenantId={portal.tenantId} />
        </Section>
        <Section title={t('room.title')}>
          <RoomTaken tenantId={portal.tenantId} />
        </Section>
        <Section title={t('programKeys.title')}>
          <Further to="/client/$publicId/settings/api-keys" text={t('programKeys.hint')} label={t('programKeys.see')} />
        </Section>
        <Section title={t('webhooks.title')}>
          <Further to="/client/$publicId/settings/webhooks" text={t('webhooks.hint')} label={t('webhooks.see')} />
        </Section>
        <Section title={t('exports.title')}>
          <Further to="/client/$publicId/settings/exports" text={t('exports.hint')} label={t('exports.open')} />
        </Section>
        <Section title={t('logins.title')}>
          <Logins tenantId={portal.tenantId} />
        </Section>
        <Section>
          <Leave tenantId={portal.tenantId} />
        </Section>
      </div>
    </div>
  )
}

function Section({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section>
      {title !== undefined && <h2 className="mb-3 text-lg font-semibold">{title}</h2>}
      <div className="rounded-lg border border-line bg-surface p-5">{children}</div>
    </section>
  )
}

/** The way to a page of its own. */
function Further({
  to,
  text,
  label,
}: {
  to: `/client/$publicId/settings/${'quick-replies' | 'hours' | 'automatic-messages' | 'scheduled' | 'erasures' | 'api-keys' | 'webhooks' | 'exports'}`
  text: string
  label: string
}) {
  const { publicId } = usePlace()
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 text-soft">{text}</p>
      <Link
        to={to}
        params={{ publicId }}
        className="inline-flex h-9 shrink-0 items-center gap-1 rounded-md border border-line px-3.5 font-medium hover:bg-sunken pointer-coarse:h-11"
      >
        {label}
        <ChevronRight size={16} aria-hidden />
      </Link>
    </div>
  )
}

function Connection({ portal }: { portal: Portal }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const { tenantId, account, session } = portal
  const unlink = useMutation({
    mutationFn: () => tenantActions.unlink(tenantId),
    onSuccess: (next) => {
      setAsked(false)
      client.setQueryData<Portal>(tenantKeys.portal(tenantId), (known) => known && { ...known, session: next })
      void client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) })
    },
  })
  const asked = unlink.isPending ? 'unlink' : undefined
  const phone = formatPhone(account?.pn ?? '')
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <Avatar name={visible(account?.pushName ?? '')} className="size-12 text-lg" />
        <div className="min-w-0 grow">
          <p className="truncate text-lg font-semibold">{visible(account?.pushName ?? '') || portal.tenantName}</p>
          <p className="text-soft tabular-nums">{phone}</p>
        </div>
        <StatusPill session={session} reader="tenant" asked={asked} />
      </div>
      <SessionFacts session={session} reader="tenant" asked={asked} />
      {account?.isShared === true && <Notice tone="warn" className="mt-4" title={t('portalSettings.sharedAccount')} />}
      <Button
        className="mt-5"
        offBecause={account === null ? t('problem.not_paired') : undefined}
        onClick={() => {
          unlink.reset()
          setAsked(true)
        }}
      >
        {t('portalSettings.unlink')}
      </Button>
      <EarlierNumbers portal={portal} />
      {isAsked && (
        <ConfirmDialog
          title={t('portalSettings.unlinkTitle', { account: phone || t('portalSettings.thisPhone') })}
          text={t('portalSettings.unlinkText')}
          verb={t(unlink.isPending ? 'asked.unlink' : 'portalSettings.unlink')}
          isBusy={unlink.isPending}
          trouble={unlink.isError ? t(`problem.${troubleOf(unlink.error).code}`) : undefined}
          onConfirm={() => unlink.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}

function Leave({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const leave = useMutation({
    mutationFn: () => tenantActions.leave(tenantId),
    onSuccess: endAccess,
  })
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-soft">{t('portalSettings.leaveHint')}</p>
      <Button isBusy={leave.isPending} onClick={() => leave.mutate()}>
        {t('portalSettings.leave')}
      </Button>
    </div>
  )
}
