import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { ChartColumn, Contact, MessagesSquare, Settings } from 'lucide-react'
import { useEffect } from 'react'

import { useConnection } from '../../api/connection'
import { refusedChange } from '../../api/tenant'
import { useLooking } from '../../features/account/use-looking'
import { areKeysShown } from '../../features/messages/keys/shown'
import { twoPanes, useMedia } from '../../lib/media'
import { followSeenHeight } from '../../lib/seen-height'
import { useSingleKeys } from '../../lib/single-keys'
import { useStore } from '../../lib/store'
import { useTranslation } from '../../lib/translation'
import { classes } from '../../ui/classes'
import { Mark } from '../../ui/Mark'
import { useListShown } from '../list-shown'
import { EarlierNumberNotice, KeysDialog, RefusedNotice } from './parts'
import { usePlace } from './place'
import { usePortal } from './portal-context'
import { SessionBanner } from './SessionBanner'

/** A rail beside on wide screens, a tab bar below on phones. */
export function PanelFrame() {
  const { t } = useTranslation()
  const connection = useConnection()
  const { publicId, chatId } = usePlace()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const isWide = useMedia(twoPanes)
  const portal = usePortal()
  useEffect(followSeenHeight, [])
  useLooking(portal.tenantId, chatId)
  const isListShown = useListShown(portal.tenantId)
  const { data: refused } = useQuery(refusedChange(portal.tenantId))
  const hasKeys = useStore(areKeysShown)
  useSingleKeys({ '?': () => areKeysShown.set(true) })
  const isSettings = path.includes('/settings')
  const isContacts = path.includes('/contacts')
  const isDashboard = path.includes('/dashboard')
  const tabs = [
    { label: t('portal.chats'), icon: MessagesSquare, to: '/client/$publicId', isHere: !isSettings && !isContacts && !isDashboard },
    { label: t('portal.contacts'), icon: Contact, to: '/client/$publicId/contacts', isHere: isContacts },
    { label: t('portal.dashboard'), icon: ChartColumn, to: '/client/$publicId/dashboard', isHere: isDashboard },
    { label: t('portal.settings'), icon: Settings, to: '/client/$publicId/settings', isHere: isSettings },
  ] as const
  // On a phone a conversation takes the whole screen.
  const hasTabs = isWide || chatId === undefined
  return (
    <div className="flex h-[var(--seen-height,100dvh)] flex-col bg-canvas print:h-auto print:bg-surface">
      <SessionBanner portal={portal} />
      {isListShown && <EarlierNumberNotice portal={portal} />}
      {refused && <RefusedNotice tenantId={portal.tenantId} refused={refused} />}
      {connection === 'down' && (
        <p role="status" className="bg-warn-tint px-4 py-1.5 text-center text-sm text-warn">
          {t('line.down')}
        </p>
      )}
      <div className={classes('flex min-h-0 grow', isWide ? 'flex-row' : 'flex-col-reverse')}>
        {hasTabs && (
          <nav
            aria-label={t('common.navigation')}
            className={classes(
              'flex shrink-0 bg-surface print:hidden',
              isWide
                ? 'w-18 flex-col items-center gap-1 border-r border-line py-3'
                : 'border-t border-line pb-[env(safe-area-inset-bottom)]',
            )}
          >
            {isWide && <Mark className="mb-4 size-7 text-accent" />}
            {tabs.map(({ label, icon: Icon, to, isHere }) => (
              <Link
                key={to}
                to={to}
                params={{ publicId }}
                aria-current={isHere ? 'page' : undefined}
                className={classes(
                  'flex flex-col items-center justify-center gap-1 text-xs font-medium -outline-offset-2',
                  isWide ? 'w-full py-2.5' : 'h-15 grow',
                  isHere ? 'text-accent' : 'text-soft hover:text-ink',
                )}
              >
                <Icon size={22} aria-hidden />
                {label}
              </Link>
            ))}
          </nav>
        )}
        <main className="relative flex min-h-0 min-w-0 grow">
          <Outlet />
        </main>
      </div>
      {hasKeys && <KeysDialog onClose={() => areKeysShown.set(false)} />}
    </div>
  )
}
