import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowLeft, CloudOff, FileText, Images, Link as LinkFigure, type LucideIcon, X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useMemo, useState } from 'react'

import { gallery as galleryQuery, galleryParts } from '../../../api/gallery'
import { troubleOf } from '../../../api/problem'
import type { Chat, GalleryPart, Message } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Blank } from '../../../ui/Blank'
import { Button, IconButton } from '../../../ui/Button'
import { MoreFailed } from '../../../ui/MoreFailed'
import { WholeDialog } from '../../../ui/Dialog'
import { chatName } from '../chat-words'
import { OpenInViewer } from '../kinds/media/viewing'
import { TenantId } from '../kinds/tenant'
import { ChatViewer } from './ChatViewer'
import { GalleryList } from './GalleryList'
import { GalleryWaiting } from './GalleryWaiting'
import { linksOf } from './links'

interface Props {
  tenantId: string
  chat: Chat
  /** Shows a message in its conversation; the gallery is closed for it. */
  onShow: (messageId: string) => void
  onBack: () => void
  onClose: () => void
}

const figures: Record<GalleryPart, LucideIcon> = { media: Images, documents: FileText, links: LinkFigure }

/** Everything that a chat holds of pictures and films, of documents and of links. */
export function GalleryDialog({ tenantId, chat, onShow, onBack, onClose }: Props) {
  const { t } = useTranslation()
  const [part, setPart] = useState<GalleryPart>('media')
  return (
    <WholeDialog label={t('gallery.title')} onClose={onClose}>
      <div className="mx-auto flex w-full max-w-5xl shrink-0 items-center gap-2 px-3 py-2">
        <IconButton data-first-focus label={t('gallery.back')} onClick={onBack}>
          <ArrowLeft size={20} />
        </IconButton>
        <div className="min-w-0 grow">
          <h2 className="truncate font-semibold">{t('gallery.title')}</h2>
          <p dir="auto" className="truncate text-sm text-soft">
            {chatName(chat, t)}
          </p>
        </div>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X size={20} />
        </IconButton>
      </div>
      <Tabs.Root value={part} onValueChange={(next) => setPart(next as GalleryPart)} className="flex min-h-0 grow flex-col">
        <Tabs.List aria-label={t('gallery.title')} className="mx-auto flex w-full max-w-5xl shrink-0 border-b border-line sm:px-3">
          {galleryParts.map((one) => (
            <Tabs.Trigger
              key={one}
              value={one}
              className="h-11 min-w-0 grow cursor-pointer border-b-2 border-transparent px-4 font-medium text-soft -outline-offset-2! hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink sm:grow-0"
            >
              {t(`gallery.part.${one}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {galleryParts.map((one) => (
          <Tabs.Content key={one} value={one} tabIndex={-1} className="min-h-0 grow outline-none">
            <TenantId value={tenantId}>
              <Part tenantId={tenantId} chat={chat} part={one} onShow={onShow} />
            </TenantId>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </WholeDialog>
  )
}

function Part({ tenantId, chat, part, onShow }: Pick<Props, 'tenantId' | 'chat' | 'onShow'> & { part: GalleryPart }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Message>()
  const query = useInfiniteQuery(galleryQuery(tenantId, chat.id, part))
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const messages = useMemo(() => {
    const all = data?.pages.flatMap(({ items }) => items) ?? []
    return part === 'links' ? all.filter(({ content }) => linksOf(content).length > 0) : all
  }, [data, part])
  if (query.isError && !data) {
    return (
      <Blank
        icon={<CloudOff />}
        title={t('gallery.failed')}
        text={t(`problem.${troubleOf(query.error).code}`)}
        action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
      />
    )
  }
  if (!data) return <GalleryWaiting part={part} />
  const Figure = figures[part]
  if (messages.length === 0 && !hasNextPage)
    return <Blank icon={<Figure />} title={t(`gallery.none.${part}`)} text={t(`gallery.noneText.${part}`)} />
  return (
    <OpenInViewer value={setOpened}>
      <GalleryList
        key={part}
        part={part}
        messages={messages}
        onEnd={hasNextPage && !isFetchingNextPage && !isFetchNextPageError ? () => void fetchNextPage({ cancelRefetch: false }) : undefined}
        end={
          isFetchNextPageError ? <MoreFailed onRetry={() => void fetchNextPage()} /> : isFetchingNextPage ? t('common.loading') : undefined
        }
        onShow={onShow}
      />
      {opened && (
        <ChatViewer tenantId={tenantId} chat={chat} opened={opened} known={messages} onShow={onShow} onClose={() => setOpened(undefined)} />
      )}
    </OpenInViewer>
  )
}
