import { useMutation, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys } from '../api/admin'
import { troubleOf } from '../api/problem'
import type { Settings, SettingsBody } from '../api/types'

/** Says something of the provider; what is left out stays. */
export function useSaySettings(onSaid?: (settings: Settings) => void) {
  const client = useQueryClient()
  const say = useMutation({
    mutationFn: (body: SettingsBody) => adminActions.setSettings(body),
    onSuccess: (settings) => {
      client.setQueryData(adminKeys.settings, settings)
      onSaid?.(settings)
    },
  })
  return {
    say: say.mutate,
    isSaying: say.isPending,
    isSaid: say.isSuccess,
    trouble: say.isError ? troubleOf(say.error) : undefined,
    reset: say.reset,
  }
}
