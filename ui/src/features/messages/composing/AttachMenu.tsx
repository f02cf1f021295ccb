import { FileText, Image, Paperclip } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import { IconButton } from '../../../ui/Button'
import { Menu } from '../../../ui/Menu'

interface Props {
  onFiles: (files: File[], isDocument: boolean) => void
}

/** Chooses files of this machine. */
export function AttachMenu({ onFiles }: Props) {
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
        ]}
      />
      <input ref={photos} type="file" multiple hidden accept="image/*,video/*" data-attach="photos" onChange={take(false)} />
      <input ref={documents} type="file" multiple hidden data-attach="documents" onChange={take(true)} />
    </>
  )
}
