import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { noticeChange } from '../../../../api/chat-events'
import { mediaActions, progress } from '../../../../api/media'
import { type TroubleCode, troubleOf } from '../../../../api/problem'
import type { MediaFile, Message } from '../../../../api/types'
import { bytes } from '../../../../lib/numbers'
import { useTranslation } from '../../../../lib/translation'
import { useTenantId } from '../tenant'

export interface Fetching {
  /** It waits for somebody, it comes, or it did not come and may come yet. Null once it is here, and where nothing helps. */
  state: 'asks' | 'comes' | 'failed' | null
  /** Why, or how far it is. */
  words: string
  /** 0 to 1; null where nobody tells. */
  done: number | null
  fetch: () => void
}

/** How the file of a message comes here, and what one can do about it. */
export function useFetching(message: Message, file: MediaFile): Fetching {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const tenantId = useTenantId()
  const { data: news } = useQuery({ ...progress(tenantId, file.id), enabled: false })
  const ask = useMutation({
    mutationFn: ({ id }: MediaFile) => mediaActions.fetch(tenantId, id),
    onSuccess: () => noticeChange(client, tenantId, message.chatId),
  })
  const fetch = () => {
    if (!ask.isPending) ask.mutate(file)
  }
  const size = (count: number) => bytes(count, i18n.language)
  if (file.state === 'here') return { state: null, words: '', done: null, fetch }
  // The server has been told, and has not said yet what came of it.
  const isAsked = ask.isPending || (ask.isSuccess && ask.variables === file)
  if (file.state === 'waiting' || isAsked) {
    const isTold = news !== null && news.direction === 'fetch' && news.totalBytes > 0
    const words = isTold ? t('file.progress', { done: size(news.doneBytes), total: size(news.totalBytes) }) : t('file.coming')
    return { state: 'comes', words, done: isTold ? Math.min(1, news.doneBytes / news.totalBytes) : null, fetch }
  }
  const refusal = ask.isError ? t(`problem.${troubleOf(ask.error).code satisfies TroubleCode}`) : undefined
  switch (file.reason) {
    case 'gone':
    case 'broken':
    case 'no_space':
      return { state: 'failed', words: refusal ?? t(`lost.${file.reason}`), done: null, fetch }
    case 'no_file':
      return { state: null, words: t('lost.no_file'), done: null, fetch }
    case 'history':
    case 'kind':
    case 'too_large':
    case 'full':
      return { state: 'asks', words: refusal ?? t(`hold.${file.reason}`), done: null, fetch }
    case null:
      return { state: file.state === 'failed' ? 'failed' : 'asks', words: refusal ?? '', done: null, fetch }
  }
}
