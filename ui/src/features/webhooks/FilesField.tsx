import { useId } from 'react'

import { useTranslation } from '../../lib/translation'
import { Select } from '../../ui/Select'

/** Up to so many bytes a file is sent along, as the form offers it; the most is as much as the server takes. */
const inlineSizes = [0, 64 * 1_024, 256 * 1_024, 512 * 1_024]

interface Props {
  bytes: number
  onBytes: (bytes: number) => void
}

/** Whether the files of messages are sent along. */
export function FilesField({ bytes, onBytes }: Props) {
  const { t, i18n } = useTranslation()
  const hint = useId()
  // A program may have asked for another size.
  const sizes = inlineSizes.includes(bytes) ? inlineSizes : [...inlineSizes, bytes].sort((one, other) => one - other)
  const text = (size: number) => {
    const kib = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(size / 1_024)
    return size === 0 ? t('webhookForm.filesByAddress') : t('webhookForm.filesUpTo', { size: kib })
  }
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium" aria-hidden>
        {t('webhookForm.files')}
      </p>
      <Select
        label={t('webhookForm.files')}
        describedBy={hint}
        className="max-w-md"
        value={String(bytes)}
        options={sizes.map((size) => [String(size), text(size)] as const)}
        onChange={(value) => onBytes(Number(value))}
      />
      <p id={hint} className="mt-1.5 text-sm text-soft">
        {t('webhookForm.filesHint')}
      </p>
    </div>
  )
}
