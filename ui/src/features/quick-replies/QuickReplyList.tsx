import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, MessageSquareQuote, Plus, Search } from 'lucide-react'
import { useMemo, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { foundReplies, quickReplies, quickReplyActions } from '../../api/quick-replies'
import { tenantKeys } from '../../api/tenant'
import type { QuickReply } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { ListSkeleton } from '../../ui/ListSkeleton'
import { SearchField } from '../../ui/SearchField'
import { QuickReplyDialog } from './QuickReplyDialog'
import { QuickReplyRows } from './QuickReplyRows'

type Asked = { what: 'new' } | { what: 'change' | 'remove'; reply: QuickReply }

/** The texts that are kept ready, and what can be done with them. */
export function QuickReplyList({ tenantId, onBack }: { tenantId: string; onBack: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(quickReplies(tenantId))
  const [words, setWords] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const shown = useMemo(() => query.data && foundReplies(query.data, words.trim().replace(/^\//, '')), [query.data, words])
  const close = () => setAsked(undefined)
  const remove = useMutation({
    mutationFn: (id: string) => quickReplyActions.remove(tenantId, id),
    // One that somebody else has taken away meanwhile is gone all the same.
    onError: (error, id) => troubleOf(error).code === 'not_found' && drop(id),
    onSuccess: (_, id) => drop(id),
  })
  const drop = (id: string) => {
    client.setQueryData<QuickReply[]>(tenantKeys.quickReplies(tenantId), (all) => all?.filter((one) => one.id !== id))
    close()
  }
  const ask = (next: Asked) => {
    remove.reset()
    setAsked(next)
  }
  const create = (wordsClass: string) => (
    <Button kind="primary" icon={<Plus size={18} aria-hidden />} onClick={() => ask({ what: 'new' })}>
      <span className={wordsClass}>{t('quickReplies.new')}</span>
    </Button>
  )
  return (
    <section aria-labelledby="quick-replies-title" className="mx-auto flex h-full min-h-0 w-full max-w-2xl flex-col">
      <div className="flex shrink-0 items-center gap-2 pt-4 pr-5 pl-3">
        <IconButton label={t('common.toSettings')} onClick={onBack}>
          <ArrowLeft size={20} />
        </IconButton>
        <h1 id="quick-replies-title" className="min-w-0 grow truncate text-xl font-semibold">
          {t('quickReplies.title')}
        </h1>
        {query.data && query.data.length > 0 && create('max-sm:sr-only')}
      </div>
      {query.data && query.data.length > 0 && (
        <>
          <p className="px-5 pt-1 text-soft">{t('quickReplies.hint')}</p>
          <div className="shrink-0 px-5 py-3">
            <SearchField label={t('quickReplies.search')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} />
          </div>
        </>
      )}
      {query.isError && !shown ? (
        <Blank
          icon={<MessageSquareQuote />}
          title={t('quickReplies.failed')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : !shown ? (
        <ListSkeleton of="people" />
      ) : shown.length > 0 ? (
        <QuickReplyRows
          replies={shown}
          onChange={(reply) => ask({ what: 'change', reply })}
          onRemove={(reply) => ask({ what: 'remove', reply })}
        />
      ) : words.trim() === '' ? (
        <Blank icon={<MessageSquareQuote />} title={t('quickReplies.emptyTitle')} text={t('quickReplies.emptyText')} action={create('')} />
      ) : (
        <Blank icon={<Search />} title={t('quickReplies.nothingFound', { words: words.trim() })} />
      )}
      {(asked?.what === 'new' || asked?.what === 'change') && (
        <QuickReplyDialog tenantId={tenantId} reply={asked.what === 'change' ? asked.reply : undefined} onClose={close} />
      )}
      {asked?.what === 'remove' && (
        <ConfirmDialog
          title={t('quickReplies.removeTitle', { shortcut: asked.reply.shortcut })}
          text={t('quickReplies.removeText')}
          verb={t('quickReplies.remove')}
          isBusy={remove.isPending}
          trouble={remove.isError ? t(`problem.${troubleOf(remove.error).code}`) : undefined}
          onConfirm={() => remove.mutate(asked.reply.id)}
          onClose={close}
        />
      )}
    </section>
  )
}
