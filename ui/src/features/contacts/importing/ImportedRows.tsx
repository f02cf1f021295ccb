import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'

import { contactsPerPage, importedPage } from '../../../api/contacts'
import type { ImportedContact, ImportState } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { visible } from '../../../lib/visible'
import { classes } from '../../../ui/classes'
import { Skeleton } from '../../../ui/Skeleton'

const rowPx = 52

interface Props {
  tenantId: string
  importId: string
  /** Those who stand so; everybody when it is left out. */
  state: ImportState | undefined
  count: number
  /** What becomes of them changes by itself. */
  isGoing: boolean
}

/** People of a file, as many as there are: only those on the screen are in the page, and only their pages are asked for. */
export function ImportedRows({ tenantId, importId, state, count, isGoing }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 6 })
  const rows = virtual.getVirtualItems()
  const pages = [...new Set(rows.map((row) => Math.floor(row.index / contactsPerPage)))]
  const loaded = useQueries({ queries: pages.map((page) => importedPage(tenantId, importId, state, page, isGoing)) })
  const at = (row: number): ImportedContact | undefined =>
    loaded[pages.indexOf(Math.floor(row / contactsPerPage))]?.data?.[row % contactsPerPage]
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={t('importContacts.people')}
      className="h-[min(22rem,42dvh)] overflow-y-auto overscroll-contain rounded-md border border-line"
    >
      <ul aria-label={t('importContacts.people')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const person = at(row.index)
          return (
            <li
              key={row.key}
              aria-setsize={count}
              aria-posinset={row.index + 1}
              className="absolute top-0 left-0 flex w-full items-center gap-3 border-b border-line px-3"
              style={{ height: rowPx, transform: `translateY(${row.start}px)` }}
            >
              {person ? <Person person={person} /> : <Skeleton className="h-4 w-1/2" />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const tones: Record<ImportState, string> = {
  new: 'text-ink',
  changed: 'text-ink',
  same: 'text-soft',
  refused: 'text-warn',
  telling: 'text-soft',
  saved: 'text-ok',
  failed: 'text-bad',
}

function Person({ person: { line, name, typed, was, state, reason } }: { person: ImportedContact }) {
  const { t } = useTranslation()
  const shown = visible(name) || t('contacts.unnamed')
  const before = visible(was)
  const says = t(`importContacts.state.${state}`)
  const more = reason !== null ? t(`importContacts.reason.${reason}`) : state === 'changed' ? t('importContacts.was', { name: before }) : ''
  return (
    <>
      <span className="w-12 shrink-0 text-right text-sm text-soft tabular-nums max-sm:hidden" title={t('importContacts.line', { line })}>
        <span className="sr-only">{t('importContacts.line', { line })}</span>
        <span aria-hidden>{line}</span>
      </span>
      <span className="min-w-0 grow">
        <span dir="auto" className="block truncate font-medium" title={shown}>
          {shown}
        </span>
        <span dir="auto" className="block truncate text-sm text-soft tabular-nums" title={typed}>
          {visible(typed) || t('importContacts.reason.no_number')}
        </span>
      </span>
      <span className="max-w-[45%] min-w-0 shrink-0 text-right text-sm">
        <span className={classes('block truncate', tones[state])}>{says}</span>
        {more !== '' && (
          <span dir="auto" className="block truncate text-soft" title={more}>
            {more}
          </span>
        )}
      </span>
    </>
  )
}
