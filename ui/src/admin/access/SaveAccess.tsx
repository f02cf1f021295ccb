import { useTranslation } from '../../lib/translation'
import { Notice } from '../../ui/Notice'
import { SaveRow } from '../../ui/SaveRow'
import type { useSaveAccess } from './saving'

interface Props {
  saving: ReturnType<typeof useSaveAccess>
  isSame: boolean
  /** What is wrong beside the fields, in words. */
  trouble: string | undefined
}

/** The foot of a part of Access: save it, or why not. */
export function SaveAccess({ saving, isSame, trouble }: Props) {
  const { t } = useTranslation()
  return (
    <div className="space-y-3">
      {trouble !== undefined && <Notice tone="bad" title={trouble} />}
      <SaveRow isSame={isSame} isBusy={saving.isSaving} saved={saving.isSaved ? t('access.saved') : undefined} />
    </div>
  )
}
