import { useMutation, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { AccessBody } from '../../api/types'

/** Saves a choice of Access. What comes of it is told by the socket, or asked for. */
export function useSaveAccess(onSaved: () => void) {
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (body: AccessBody) => adminActions.setAccess(body),
    onSuccess: (access) => {
      client.setQueryData(adminKeys.access, access)
      onSaved()
      // News may have come before the answer.
      void client.invalidateQueries({ queryKey: adminKeys.access })
      void client.invalidateQueries({ queryKey: adminKeys.links })
    },
    // It may hold a tunnel's token.
    gcTime: 0,
  })
  const trouble = save.isError ? troubleOf(save.error) : undefined
  return {
    save: save.mutate,
    isSaving: save.isPending,
    isSaved: save.isSuccess,
    trouble,
    /** What was to be saved, where a password has to come first. */
    waiting: trouble?.code === 'needs_password' ? save.variables : undefined,
    reset: save.reset,
  }
}
