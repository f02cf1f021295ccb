import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Contact as ContactIcon, EllipsisVertical, Search } from 'lucide-react'
import { useState } from 'react'

import { contactActions, contactIndex } from '../../api/contacts'
import { troubleOf } from '../../api/problem'
import { saveFile } from '../../lib/save-file'
import { searchRestMs, useSettled } from '../../lib/settled'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { ListSkeleton } from '../../ui/ListSkeleton'
import { Menu } from '../../ui/Menu'
import { Notice } from '../../ui/Notice'
import { SearchField } from '../../ui/SearchField'
import { CheckNumbersDialog } from './CheckNumbersDialog'
import { ContactRows } from './ContactRows'
import { ImportDialog } from './importing/ImportDialog'

interface Props {
  tenantId: string
  openContactId: string | undefined
  hrefOf: (contactId: string) => string
  onOpen: (contactId: string) => void
}

/** Everybody whom the phone's address book has, or who has a conversation here, by their names. */
export function ContactList({ tenantId, openContactId, hrefOf, onOpen }: Props) {
  const { t, i18n } = useTranslation()
  const [words, setWords] = useState('')
  const [isChecking, setChecking] = useState(false)
  const [isImporting, setImporting] = useState(false)
  const [exporting, setExporting] = useState<'csv' | 'vcard' | 'failed'>()
  const search = useSettled(words.trim(), searchRestMs)
  const query = useQuery({ ...contactIndex(tenantId, search), placeholderData: keepPreviousData })
  const index = query.data
  const save = (format: 'csv' | 'vcard', name: string) => {
    setExporting(format)
    contactActions.exported(tenantId, format, search).then(
      (file) => {
        saveFile(name, file)
        setExporting(undefined)
      },
      () => setExporting('failed'),
    )
  }
  const offBecause = exporting === 'csv' || exporting === 'vcard' ? t('contacts.exporting') : undefined
  return (
    <section aria-labelledby="contacts-title" className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex shrink-0 items-center gap-2 px-3 pt-3">
        <h1 id="contacts-title" className="min-w-0 grow truncate px-1 text-xl font-semibold">
          {t('portal.contacts')}
        </h1>
        <Menu
          trigger={
            <IconButton label={t('contacts.more')}>
              <EllipsisVertical size={19} />
            </IconButton>
          }
          items={[
            { label: t('contacts.check'), onSelect: () => setChecking(true) },
            { label: t('contacts.import'), onSelect: () => setImporting(true) },
            { label: t('contacts.exportCsv'), offBecause, onSelect: () => save('csv', `${t('contacts.fileName')}.csv`) },
            { label: t('contacts.exportVcard'), offBecause, onSelect: () => save('vcard', `${t('contacts.fileName')}.vcf`) },
          ]}
        />
      </div>
      <div className="shrink-0 px-3 pt-2 pb-1">
        <SearchField label={t('contacts.search')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} />
        <p role="status" className="px-1 pt-1.5 text-sm text-soft tabular-nums">
          {offBecause ?? (index ? t('contacts.count', { count: index.total, shown: index.total.toLocaleString(i18n.language) }) : '')}
        </p>
        {exporting === 'failed' && (
          <Notice
            tone="bad"
            className="mt-1"
            title={t('contacts.exportFailed')}
            action={
              <Button size="small" onClick={() => setExporting(undefined)}>
                {t('common.close')}
              </Button>
            }
          />
        )}
      </div>
      {query.isError && !index ? (
        <Blank
          icon={<ContactIcon />}
          title={t('contacts.failed')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : !index ? (
        <ListSkeleton of="people" />
      ) : index.total === 0 ? (
        search === '' ? (
          <Blank icon={<ContactIcon />} title={t('contacts.emptyTitle')} text={t('contacts.emptyText')} />
        ) : (
          <Blank icon={<Search />} title={t('contacts.nothingFound', { search })} />
        )
      ) : (
        <ContactRows
          key={search}
          tenantId={tenantId}
          search={search}
          index={index}
          openContactId={openContactId}
          hrefOf={hrefOf}
          onOpen={onOpen}
        />
      )}
      {isImporting && <ImportDialog tenantId={tenantId} onClose={() => setImporting(false)} />}
      {isChecking && <CheckNumbersDialog tenantId={tenantId} onClose={() => setChecking(false)} />}
    </section>
  )
}
