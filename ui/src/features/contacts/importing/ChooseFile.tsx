import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { FileUp } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'

import { contactActions } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import type { ContactImport } from '../../../api/types'
import { typedIn } from '../../../lib/phone'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { Notice } from '../../../ui/Notice'
import { ProgressBar } from '../../../ui/ProgressBar'

/** The server takes no larger ones. */
const largestBytes = 10_000_000

interface Props {
  tenantId: string
  onRead: (read: ContactImport) => void
}

/** Where a file is dropped or chosen; nothing of it is saved by that. */
export function ChooseFile({ tenantId, onRead }: Props) {
  const { t, i18n } = useTranslation()
  const chooser = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [isTooLarge, setTooLarge] = useState(false)
  const reading = useMutation({
    mutationFn: (file: File) => contactActions.readImport(tenantId, file, typedIn(i18n.language)),
    onSuccess: onRead,
  })
  const take = (file: File | undefined) => {
    if (!file || reading.isPending) return
    setTooLarge(file.size > largestBytes)
    reading.reset()
    if (file.size <= largestBytes) reading.mutate(file)
  }
  useNoOpening()
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div className="space-y-4">
      <div
        onDragEnter={over}
        onDragOver={over}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes(
          'flex flex-col items-center rounded-lg border-2 border-dashed px-5 py-9 text-center',
          isOver ? 'border-accent bg-accent-tint' : 'border-line-strong',
        )}
      >
        <FileUp size={28} aria-hidden className="mb-3 text-accent" />
        <p className="font-medium max-sm:hidden">{t('importContacts.drop')}</p>
        <p className="mt-1 max-w-md text-sm text-soft">{t('importContacts.kinds')}</p>
        <Button kind="primary" className="mt-5" data-first-focus isBusy={reading.isPending} onClick={() => chooser.current?.click()}>
          {t('importContacts.choose')}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".vcf,.csv,.txt,text/vcard,text/x-vcard,text/csv"
          onChange={(event) => {
            take(event.target.files?.[0])
            // The same file may be chosen again once it is mended.
            event.target.value = ''
          }}
        />
      </div>
      {reading.isPending && (
        <div>
          <p role="status" className="mb-2">
            {t('importContacts.reading')}
          </p>
          <ProgressBar label={t('importContacts.reading')} max={1} value={undefined} />
        </div>
      )}
      {(isTooLarge || reading.isError) && <Notice tone="bad" title={wrong(t, isTooLarge, reading.error)} />}
      <p className="text-sm text-soft">{t('importContacts.looked')}</p>
    </div>
  )
}

/** What is wrong with the file, and what to do. */
function wrong(t: TFunction, isTooLarge: boolean, error: unknown): string {
  if (isTooLarge) return t('importContacts.wrong.too_large')
  const trouble = troubleOf(error)
  if (trouble.code === 'payload_too_large') return t('importContacts.wrong.too_large')
  switch (trouble.field('file')) {
    case 'missing':
      return t('importContacts.wrong.missing')
    case 'too_long':
      return t('importContacts.wrong.too_long')
    case undefined:
      return t(`problem.${trouble.code}`)
    default:
      return t('importContacts.wrong.invalid')
  }
}

/** A file that is dropped beside the target does not take the place of the page. */
function useNoOpening() {
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent) => {
      if (!event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
    }
    addEventListener('dragover', refuse)
    addEventListener('drop', refuse)
    return () => {
      removeEventListener('dragover', refuse)
      removeEventListener('drop', refuse)
    }
  }, [])
}
