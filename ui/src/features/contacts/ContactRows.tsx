import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Ban } from 'lucide-react'
import { useRef } from 'react'

import { contactPage, contactsPerPage } from '../../api/contacts'
import { pictureUrl } from '../../api/tenant'
import type { Contact, ContactIndex } from '../../api/types'
import { density, rowsPx } from '../../lib/density'
import { useStore } from '../../lib/store'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Avatar } from '../../ui/Avatar'
import { classes } from '../../ui/classes'
import { RowLink } from '../../ui/RowLink'
import { Skeleton } from '../../ui/Skeleton'
import { Verified } from '../../ui/Verified'
import { contactName, contactNumber } from './contact-words'

interface Props {
  tenantId: string
  search: string
  index: ContactIndex
  openContactId: string | undefined
  hrefOf: (contactId: string) => string
  onOpen: (contactId: string) => void
}

/** Rows of as many people as there are: only those on the screen are in the page, and only their pages are asked for. */
export function ContactRows({ tenantId, search, index, openContactId, hrefOf, onOpen }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const rowPx = rowsPx[useStore(density)]
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: index.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  })
  const rows = virtual.getVirtualItems()
  const pages = [...new Set(rows.map((row) => Math.floor(row.index / contactsPerPage)))]
  const loaded = useQueries({ queries: pages.map((page) => contactPage(tenantId, search, page)) })
  const at = (row: number): Contact | undefined => {
    const page = pages.indexOf(Math.floor(row / contactsPerPage))
    return loaded[page]?.data?.items[row % contactsPerPage]
  }
  const starts = new Map(index.letters.map(({ offset, letter }) => [offset, letter ?? '#']))
  return (
    <div className="flex min-h-0 grow">
      <div ref={scroller} className="min-w-0 grow overflow-y-auto overscroll-contain">
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const contact = at(row.index)
            return (
              <li
                key={row.key}
                aria-setsize={index.total}
                aria-posinset={row.index + 1}
                className="absolute top-0 left-0 w-full"
                style={{ height: rowPx, transform: `translateY(${row.start}px)` }}
              >
                {contact ? (
                  <Row
                    tenantId={tenantId}
                    contact={contact}
                    letter={starts.get(row.index)}
                    isOpen={contact.id === openContactId}
                    href={hrefOf(contact.id)}
                    onOpen={() => onOpen(contact.id)}
                  />
                ) : (
                  <div className="flex h-full items-center gap-3 pr-3 pl-9">
                    <Skeleton className="size-10 shrink-0 rounded-full! compact:size-8" />
                    <Skeleton className="h-4 w-1/2" />
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      </div>
      {index.letters.length > 1 && (
        <nav aria-label={t('contacts.letters')} className="flex w-7 shrink-0 flex-col justify-center py-1">
          {index.letters.map(({ letter, offset, count }) => (
            <button
              key={letter ?? '#'}
              type="button"
              aria-label={t('contacts.toLetter', { letter: letter ?? '#', count })}
              onClick={() => virtual.scrollToIndex(offset, { align: 'start' })}
              className="flex max-h-6 min-h-0 flex-1 items-center justify-center text-xs font-medium text-accent hover:bg-sunken"
            >
              {letter ?? '#'}
            </button>
          ))}
        </nav>
      )}
    </div>
  )
}

interface RowProps {
  tenantId: string
  contact: Contact
  /** Where their letter begins. */
  letter: string | undefined
  isOpen: boolean
  href: string
  onOpen: () => void
}

function Row({ tenantId, contact, letter, isOpen, href, onOpen }: RowProps) {
  const { t } = useTranslation()
  const { chatId, pictureId } = contact
  return (
    <RowLink href={href} isOpen={isOpen} onOpen={onOpen} className="pl-2">
      <span aria-hidden className="w-4 shrink-0 text-center text-sm font-semibold text-accent">
        {letter}
      </span>
      <Avatar
        name={visible(contact.name)}
        picture={chatId === null ? undefined : pictureUrl(tenantId, { id: chatId, pictureId })}
        className={classes('size-10 text-base compact:size-8 compact:text-sm', isOpen && 'bg-surface!')}
      />
      <span className="min-w-0 grow">
        <span className="flex items-center gap-1 font-medium">
          <span dir="auto" className="truncate" title={contactName(contact, t)}>
            {contactName(contact, t)}
          </span>
          {contact.isVerified && <Verified size={15} />}
        </span>
        {contactNumber(contact, t) !== contactName(contact, t) && (
          <span className="block truncate text-sm text-soft tabular-nums">{contactNumber(contact, t)}</span>
        )}
      </span>
      {contact.isBlocked && (
        <span className="flex shrink-0 items-center gap-1 text-sm text-bad">
          <Ban size={14} aria-hidden />
          {t('contacts.blocked')}
        </span>
      )}
    </RowLink>
  )
}
