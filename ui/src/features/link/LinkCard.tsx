import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link as RouteLink } from '@tanstack/react-router'
import { MoreHorizontal, QrCode, RefreshCw, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { adminActions, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { Link } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { CopyButton } from '../../ui/CopyButton'
import { Menu } from '../../ui/Menu'
import { Notice } from '../../ui/Notice'
import { QrPicture } from '../../ui/QrPicture'
import { reaches } from './reach'

interface Props {
  tenantId: string
  name: string
  link: Link
  /** Whether its QR code is there without being asked for. */
  isQrShownAtFirst?: boolean
  /** Goes to Access from where the panel has not been opened yet. */
  onToAccess?: () => void
}

/** The address in full, for whom it works, and everything one does with it. The secret is shown only here. */
export function LinkCard({ tenantId, name, link, isQrShownAtFirst = false, onToAccess }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [isQrShown, setQrShown] = useState(isQrShownAtFirst)
  const [asked, setAsked] = useState<'rotate' | 'revoke'>()
  const change = useMutation({
    mutationFn: (kind: 'rotate' | 'revoke') => (kind === 'rotate' ? adminActions.rotateLink(tenantId) : adminActions.revokeLink(tenantId)),
    onSuccess: (next) => {
      client.setQueryData(adminKeys.link(tenantId), next)
      setAsked(undefined)
    },
  })
  const ask = (kind: 'rotate' | 'revoke') => {
    change.reset()
    setAsked(kind)
  }
  const trouble = change.isError ? t(`problem.${troubleOf(change.error).code}`) : undefined
  const isActive = link.state === 'active'
  const { icon: ReachIcon, text: reachText } = reaches[link.reach]
  return (
    <div>
      {isActive ? (
        <>
          <p className="mb-1.5 flex items-center justify-between gap-3 text-sm text-soft">
            <span>{t('link.address')}</span>
            <span className="flex items-center gap-1.5">
              <ReachIcon size={14} aria-hidden />
              {t(reachText)}
            </span>
          </p>
          <output data-link={link.url} className="block rounded-md bg-sunken px-3 py-2.5 font-mono text-sm break-all select-all">
            {link.url}
          </output>
          <div className="mt-3 flex flex-wrap gap-2">
            <CopyButton value={link.url} label={t('link.copy')} kind="primary" isFirstFocus />
            <Button icon={<QrCode size={16} />} aria-expanded={isQrShown} onClick={() => setQrShown(!isQrShown)}>
              {t('link.qr')}
            </Button>
            <Share url={link.url} />
            <Menu
              trigger={
                <IconButton label={t('link.more')} className="ml-auto">
                  <MoreHorizontal size={18} />
                </IconButton>
              }
              items={[
                { label: t('link.rotate'), icon: <RefreshCw size={16} />, onSelect: () => ask('rotate') },
                { label: t('link.revoke'), icon: <Trash2 size={16} />, isDangerous: true, onSelect: () => ask('revoke') },
              ]}
            />
          </div>
          {isQrShown && (
            <figure className="mt-4 flex animate-arrive items-center gap-4">
              <QrPicture text={link.url} label={t('link.qr')} mostPx={190} className="shrink-0 rounded-md ring-1 ring-line" />
              <figcaption className="text-sm text-soft">{t('link.qrHint')}</figcaption>
            </figure>
          )}
          {link.reach === 'this_machine' && (
            <Notice
              tone="warn"
              className="mt-3"
              title={t('link.onlyHere')}
              text={t('link.onlyHereText')}
              action={
                <RouteLink to="/access" {...(onToAccess && { onClick: onToAccess })} className="shrink-0 font-medium text-accent underline">
                  {t('link.toAccess')}
                </RouteLink>
              }
            />
          )}
          {link.others.length > 0 && <Others others={link.others} />}
          <p className="mt-3 text-sm text-soft">{t('link.secret')}</p>
        </>
      ) : (
        <Notice
          tone="warn"
          title={t(link.state === 'revoked' ? 'link.revoked' : 'link.expired')}
          action={
            <Button size="small" isBusy={change.isPending} onClick={() => change.mutate('rotate')}>
              {t('link.newOne')}
            </Button>
          }
        />
      )}
      {asked !== undefined && (
        <ConfirmDialog
          title={t(`link.${asked}Title`, { name })}
          text={t(`link.${asked}Text`)}
          verb={t(`link.${asked}`)}
          isBusy={change.isPending}
          trouble={trouble}
          onConfirm={() => change.mutate(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

/** The same link by other addresses: each works for somebody else. */
function Others({ others }: { others: Link['others'] }) {
  const { t } = useTranslation()
  return (
    <div className="mt-4">
      <h3 className="text-sm font-medium">{t('link.others')}</h3>
      <ul className="divide-y divide-line">
        {others.map(({ url, reach }) => {
          const { icon: Icon, text } = reaches[reach]
          return (
            <li key={url} className="flex items-center gap-3 py-1.5">
              <div className="min-w-0 grow">
                <p className="flex items-center gap-1.5 text-sm text-soft">
                  <Icon size={14} aria-hidden className="shrink-0" />
                  {t(text)}
                </p>
                <p className="truncate font-mono text-sm" title={url}>
                  {url}
                </p>
              </div>
              <CopyButton value={url} label={t('common.copyWhat', { what: url.split('/client/')[0] })} look="icon" size="small" />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** By what the device offers; otherwise by WhatsApp or e-mail. */
function Share({ url }: { url: string }) {
  const { t } = useTranslation()
  const text = t('link.shareText')
  const trigger = (onClick?: () => void) => (
    <Button icon={<Send size={16} />} onClick={onClick}>
      {t('link.share')}
    </Button>
  )
  if (typeof navigator.share === 'function') {
    return trigger(() => void navigator.share({ text, url }).catch(() => undefined))
  }
  const open = (address: string) => window.open(address, '_blank', 'noopener,noreferrer')
  return (
    <Menu
      trigger={trigger()}
      items={[
        { label: t('link.shareWhatsapp'), onSelect: () => open(`https://wa.me/?text=${encodeURIComponent(`${text} ${url}`)}`) },
        {
          label: t('link.shareMail'),
          onSelect: () => open(`mailto:?subject=WhatsApp&body=${encodeURIComponent(`${text}\n\n${url}`)}`),
        },
      ]}
    />
  )
}
