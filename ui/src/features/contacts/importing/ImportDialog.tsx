import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { contactImport, contactKeys } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import { useTranslation } from '../../../lib/translation'
import { Dialog } from '../../../ui/Dialog'
import { Notice } from '../../../ui/Notice'
import { Skeleton } from '../../../ui/Skeleton'
import { ChooseFile } from './ChooseFile'
import { ImportView } from './ImportView'
import { keptImport } from './kept-import'

interface Props {
  tenantId: string
  onClose: () => void
}

/** A file of people is chosen, looked at, and put into the phone's address book, which goes on while nobody looks. */
export function ImportDialog({ tenantId, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [importId, setImportId] = useState(() => keptImport.get(tenantId))
  const show = (id: string | undefined) => {
    keptImport.set(tenantId, id)
    setImportId(id)
  }
  return (
    <Dialog title={t('importContacts.title')} onClose={onClose} isWide>
      {importId === undefined ? (
        <ChooseFile
          tenantId={tenantId}
          onRead={(read) => {
            client.setQueryData(contactKeys.import(tenantId, read.id), read)
            show(read.id)
          }}
        />
      ) : (
        <Kept key={importId} tenantId={tenantId} importId={importId} onOther={() => show(undefined)} />
      )}
    </Dialog>
  )
}

interface KeptProps {
  tenantId: string
  importId: string
  onOther: () => void
}

/** One that was read now, or that somebody comes back to. */
function Kept({ tenantId, importId, onOther }: KeptProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error } = useQuery(contactImport(tenantId, importId))
  const trouble = error === null ? undefined : troubleOf(error).code
  // The server keeps none for ever, and somebody else may have ended it.
  const isGone = trouble === 'not_found'
  useEffect(() => {
    if (isGone) onOther()
  })
  const isOver = data?.isOver === true
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ queryKey: contactKeys.all(tenantId) })
  }, [client, isOver, tenantId])
  if (data && !isGone) return <ImportView tenantId={tenantId} file={data} isLost={trouble !== undefined} onOther={onOther} />
  if (trouble === undefined || isGone) return <Skeleton className="h-96 w-full" />
  return <Notice tone="bad" title={t(`problem.${trouble}`)} />
}
