import { useMutation, useQueryClient } from '@tanstack/react-query'

import { exportActions, exportKeys } from '../../../api/exports'
import { troubleOf } from '../../../api/problem'
import { pickLanguage } from '../../../lib/language'
import { useTranslation } from '../../../lib/translation'

/** Has an archive made, with files of messages or without. */
export function useBeginExport(tenantId: string) {
  const { i18n } = useTranslation()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (hasMedia: boolean) => exportActions.begin(tenantId, hasMedia, pickLanguage(i18n.language, [])),
    onSettled: () => client.invalidateQueries({ queryKey: exportKeys.all(tenantId) }),
  })
}

/** Takes an archive away. One that somebody else has taken away meanwhile is gone all the same. */
export function useRemoveExport(tenantId: string, exportId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      try {
        await exportActions.remove(tenantId, exportId)
      } catch (error) {
        if (troubleOf(error).code !== 'not_found') throw error
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: exportKeys.all(tenantId) }),
  })
}
