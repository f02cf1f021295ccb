import { useTranslation } from 'react-i18next'

import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import type { useSaveAccess } from './saving'

interface Props {
  saving: ReturnType<typeof useSaveAccess>
  isSame: boolean
  /** What is wrong beside the fields, in words. */
  trouble: string | undefined
}

/** The foot of a part of Access: save it, or why not. */
export function SaveRow({ saving, isSame, trouble }: Props) {
  const { t } = useTranslation()
  return (
    <div className="space-y-3">
      {trouble !== undefined && <Notice tone="bad" title={trouble} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          kind={isSame ? 'plain' : 'primary'}
          isBusy={saving.isSaving}
          offBecause={isSame ? t('common.same') : undefined}
        >
          {t('common.save')}
        </Button>
        {saving.isSaved && isSame && (
          <p role="status" className="text-sm text-soft">
            {t('access.saved')}
          </p>
        )}
      </div>
    </div>
  )
}
