import { ChartBarBig, Clock, ContactRound, FileText, Image, MapPin, Paperclip } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'

import type { OwnDraft } from '../../../api/tenant'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { Menu } from '../../../ui/Menu'

interface Props {
  onFiles: (files: File[], isDocument: boolean) => void
  /** Asks for what else may be sent; nothing where only words may. */
  onForm: ((kind: OwnDraft['kind']) => void) | undefined
  /** Chooses when to send what is written; nothing where it can't be chosen at all. */
  onLater: (() => void) | undefined
  laterOffBecause: string | undefined
}

/** Chooses files of this machine, and what else is sent than words. */
export function AttachMenu({ onFiles, onForm, onLater, laterOffBecause }: Props) {
  const { t } = useTranslation()
  const photos = useRef<HTMLInputElement>(null)
  const documents = useRef<HTMLInputElement>(null)
  const take = (isDocument: boolean) => (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])]
    // The same file can be chosen once more.
    event.target.value = ''
    if (files.length > 0) onFiles(files, isDocument)
  }
  return (
    <>
      <Menu
        trigger={
          <IconButton size="large" label={t('attach.open')} className="size-[46px]! shrink-0 rounded-lg!">
            <Paperclip size={20} />
          </IconButton>
        }
        items={[
          { label: t('attach.photos'), icon: <Image size={18} aria-hidden />, onSelect: () => photos.current?.click() },
          { label: t('attach.document'), icon: <FileText size={18} aria-hidden />, onSelect: () => documents.current?.click() },
          ...(onForm
            ? [
                { label: t('kind.poll'), icon: <ChartBarBig size={18} aria-hidden />, onSelect: () => onForm('poll') },
                { label: t('kind.place'), icon: <MapPin size={18} aria-hidden />, onSelect: () => onForm('place') },
                { label: t('kind.contacts'), icon: <ContactRound size={18} aria-hidden />, onSelect: () => onForm('contacts') },
              ]
            : []),
          ...(onLater
            ? [{ label: t('later.open'), icon: <Clock size={18} aria-hidden />, offBecause: laterOffBecause, onSelect: onLater }]
            : []),
        ]}
      />
      <input ref={photos} type="file" multiple hidden accept="image/*,video/*" data-attach="photos" onChange={take(false)} />
      <input ref={documents} type="file" multiple hidden data-attach="documents" onChange={take(true)} />
    </>
  )
}
