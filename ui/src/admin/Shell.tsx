import { useMutation } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Braces, LogOut, Menu as MenuIcon, Settings, Share2, Users, X } from 'lucide-react'
import { useEffect, useState } from 'react'

import { adminActions } from '../api/admin'
import { useConnection } from '../api/connection'
import { useTranslation } from '../lib/translation'
import { IconButton } from '../ui/Button'
import { classes } from '../ui/classes'
import { Mark } from '../ui/Mark'
import { leave } from './entry'
import { ReachNotice } from './ReachNotice'
import { UpdateNotice } from './update/UpdateNotice'

/** The rail: words on wide screens, icons below 1100 px, a sheet on phones. */
export function Shell() {
  const { t } = useTranslation()
  const connection = useConnection()
  const [isOpen, setOpen] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => {
    document.title = t('admin.title')
  }, [t])
  return (
    <div className="flex h-full max-sm:flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 sm:hidden">
        <IconButton label={isOpen ? t('common.close') : t('admin.openMenu')} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <X size={20} /> : <MenuIcon size={20} />}
        </IconButton>
        <Mark className="size-6 text-accent" />
        <span className="text-lg font-semibold">Portaria</span>
      </header>
      <div
        className={classes(
          'w-14 shrink-0 flex-col border-line bg-surface min-[1100px]:w-52 sm:flex sm:border-r',
          'max-sm:fixed max-sm:inset-x-0 max-sm:top-14 max-sm:bottom-0 max-sm:z-40 max-sm:w-full',
          isOpen ? 'flex' : 'max-sm:hidden',
        )}
      >
        <div className="hidden h-14 items-center gap-2.5 px-4 sm:flex">
          <Mark className="size-6 shrink-0 text-accent" />
          <span className="text-lg font-semibold max-[1099px]:hidden">Portaria</span>
        </div>
        <Rail path={path} onGo={() => setOpen(false)} />
      </div>
      <div className="flex min-h-0 min-w-0 grow flex-col">
        {(connection === 'down' || connection === 'asking') && (
          <p role="status" className="bg-warn-tint px-6 py-1.5 text-sm text-warn">
            {connection === 'down' ? t('line.down') : t('line.asking')}
          </p>
        )}
        <ReachNotice path={path} />
        <UpdateNotice path={path} />
        <Outlet />
      </div>
    </div>
  )
}

const entryLook =
  'flex h-9 items-center gap-3 rounded-md px-2.5 font-medium max-sm:h-12 max-sm:text-lg sm:max-[1099px]:justify-center sm:max-[1099px]:px-0'

function Rail({ path, onGo }: { path: string; onGo: () => void }) {
  const { t } = useTranslation()
  const logout = useMutation({ mutationFn: adminActions.logout, onSettled: leave })
  const places = [
    { to: '/', label: t('admin.tenants'), icon: Users, isHere: path === '/' || path.startsWith('/tenants') },
    { to: '/access', label: t('admin.access'), icon: Share2, isHere: path === '/access' },
    { to: '/settings', label: t('admin.settings'), icon: Settings, isHere: path === '/settings' || path === '/licenses' },
  ] as const
  return (
    <nav aria-label={t('common.navigation')} className="flex grow flex-col gap-0.5 p-2">
      {places.map(({ to, label, icon: Icon, isHere }) => (
        <Link
          key={to}
          to={to}
          onClick={onGo}
          title={label}
          aria-current={isHere ? 'page' : undefined}
          className={classes(entryLook, isHere ? 'bg-accent-tint text-accent' : 'text-soft hover:bg-sunken hover:text-ink')}
        >
          <Icon size={18} aria-hidden className="shrink-0" />
          <span className="sm:max-[1099px]:sr-only">{label}</span>
        </Link>
      ))}
      <div className="grow" />
      <a
        href="/api/docs"
        target="_blank"
        rel="noreferrer"
        title={t('admin.api')}
        className={classes(entryLook, 'text-soft hover:bg-sunken hover:text-ink')}
      >
        <Braces size={18} aria-hidden className="shrink-0" />
        <span className="sm:max-[1099px]:sr-only">{t('admin.api')}</span>
      </a>
      <button
        type="button"
        title={t('admin.logout')}
        onClick={() => logout.mutate()}
        className={classes(entryLook, 'text-soft hover:bg-sunken hover:text-ink')}
      >
        <LogOut size={18} aria-hidden className="shrink-0" />
        <span className="sm:max-[1099px]:sr-only">{t('admin.logout')}</span>
      </button>
    </nav>
  )
}
