import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'

import { contactIndex, contactPage, contactsPerPage } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import { pictureUrl } from '../../../api/tenant'
import type { Contact } from '../../../api/types'
import { formatPhone } from '../../../lib/phone'
import { searchRestMs, useSettled } from '../../../lib/settled'
import { useTranslation } from '../../../lib/translation'
import { Avatar } from '../../../ui/Avatar'
import { Button } from '../../../ui/Button'
import { ListSkeleton } from '../../../ui/ListSkeleton'
import { Notice } from '../../../ui/Notice'
import { SearchField } from '../../../ui/SearchField'
import { Skeleton } from '../../../ui/Skeleton'
import { chatName } from '../chat-words'

interface Props {
  tenantId: string
  chosen: readonly Contact[]
  onChosen: (chosen: Contact[]) => void
  /** So many can be chosen. */
  most: number
  /** Why somebody can't be chosen. */
  offBecause: (contact: Contact) => string | undefined
}

const rowPx = 56

/** People of the address book, looked for by name or number; who was chosen stands above. */
export function PeoplePicker({ tenantId, chosen, onChosen, most, offBecause }: Props) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const search = useSettled(words.trim(), searchRestMs)
  const query = useQuery({ ...contactIndex(tenantId, search), placeholderData: keepPreviousData })
  const [hint, setHint] = useState<string>()
  const name = (contact: Contact) => chatName({ ...contact, kind: 'direct' }, t)
  const toggle = (contact: Contact) => {
    setHint(undefined)
    if (chosen.some(({ id }) => id === contact.id)) return onChosen(chosen.filter(({ id }) => id !== contact.id))
    const off = offBecause(contact) ?? (chosen.length >= most ? t('picker.full', { count: most }) : undefined)
    if (off !== undefined) return setHint(off)
    onChosen([...chosen, contact])
  }
  return (
    <div className="space-y-2">
      <SearchField label={t('picker.search')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} />
      {chosen.length > 0 && (
        <ul aria-label={t('picker.chosen')} className="flex max-h-20 flex-wrap gap-1.5 overflow-y-auto">
          {chosen.map((contact) => (
            <li key={contact.id} className="flex h-8 max-w-full items-center gap-1 rounded-full bg-accent-tint pr-1 pl-3 text-sm">
              <span dir="auto" className="truncate">
                {name(contact)}
              </span>
              <button
                type="button"
                aria-label={t('picker.remove', { name: name(contact) })}
                onClick={() => toggle(contact)}
                className="flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-surface"
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex h-64 flex-col overflow-hidden rounded-md border border-line">
        {query.isError && !query.data ? (
          <Notice
            tone="bad"
            title={t('contacts.failed')}
            text={t(`problem.${troubleOf(query.error).code}`)}
            action={
              <Button size="small" onClick={() => void query.refetch()}>
                {t('common.retry')}
              </Button>
            }
          />
        ) : !query.data ? (
          <ListSkeleton of="people" />
        ) : query.data.total === 0 ? (
          <p role="status" className="p-3 text-soft">
            {t('picker.nobody')}
          </p>
        ) : (
          <Rows
            key={search}
            tenantId={tenantId}
            search={search}
            total={query.data.total}
            chosen={chosen}
            offBecause={offBecause}
            onToggle={toggle}
          />
        )}
      </div>
      {hint !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {hint}
        </p>
      )}
    </div>
  )
}

interface RowsProps extends Pick<Props, 'tenantId' | 'chosen' | 'offBecause'> {
  search: string
  total: number
  onToggle: (contact: Contact) => void
}

function Rows({ tenantId, search, total, chosen, offBecause, onToggle }: RowsProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 6 })
  const rows = virtual.getVirtualItems()
  const pages = [...new Set(rows.map(({ index }) => Math.floor(index / contactsPerPage)))]
  const loaded = useQueries({ queries: pages.map((page) => contactPage(tenantId, search, page)) })
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain">
      <ul aria-label={t('portal.contacts')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ key, index, start }) => {
          const contact = loaded[pages.indexOf(Math.floor(index / contactsPerPage))]?.data?.items[index % contactsPerPage]
          const name = contact && chatName({ ...contact, kind: 'direct' }, t)
          const phone = formatPhone(contact?.pn ?? '')
          return (
            <li
              key={key}
              aria-setsize={total}
              aria-posinset={index + 1}
              className="absolute top-0 left-0 w-full"
              style={{ height: rowPx, transform: `translateY(${start}px)` }}
            >
              {contact ? (
                <label className="flex h-full cursor-pointer items-center gap-3 px-3 hover:bg-sunken">
                  <input
                    type="checkbox"
                    className="size-4 shrink-0 accent-accent"
                    checked={chosen.some(({ id }) => id === contact.id)}
                    // It can be pressed nevertheless, and says why it does nothing.
                    aria-disabled={offBecause(contact) !== undefined}
                    onChange={() => onToggle(contact)}
                  />
                  <Avatar
                    name={contact.name}
                    picture={
                      contact.chatId === null ? undefined : pictureUrl(tenantId, { id: contact.chatId, pictureId: contact.pictureId })
                    }
                    className="size-9 text-sm"
                  />
                  <span className="min-w-0">
                    <span dir="auto" className="block truncate">
                      {name}
                    </span>
                    {phone !== '' && phone !== name && <span className="block truncate text-sm text-soft tabular-nums">{phone}</span>}
                  </span>
                </label>
              ) : (
                <div className="flex h-full items-center gap-3 px-3 pl-10">
                  <Skeleton className="h-4 w-1/2" />
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
