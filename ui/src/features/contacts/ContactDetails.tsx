import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Ban, Contact as ContactIcon, MessageCircle, Trash2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'

import { contact as contactQuery } from '../../api/contacts'
import { troubleOf } from '../../api/problem'
import { labels as labelsQuery, pictureUrl, profile as profileQuery } from '../../api/tenant'
import type { ContactDetails as Details } from '../../api/types'
import { dateAndTime } from '../../lib/dates'
import { part } from '../../lib/part'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Avatar } from '../../ui/Avatar'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { CopyButton } from '../../ui/CopyButton'
import { Skeleton } from '../../ui/Skeleton'
import { Verified } from '../../ui/Verified'
import { useBlocking } from './blocking'
import { contactName, contactNumber } from './contact-words'

const EraseDialog = part(async () => (await import('./erasing/EraseDialog')).EraseDialog)

interface Props {
  tenantId: string
  contactId: string
  onBack: (() => void) | undefined
  onChat: (chatId: string) => void
  /** Of whom there is no chat yet. */
  onNewChat: (phone: string) => void
  /** Everything of them is being erased. */
  onErasing: (erasureId: string) => void
}

/** Everything that is known of one person. */
export function ContactDetails({ tenantId, contactId, onBack, onChat, onNewChat, onErasing }: Props) {
  const { t } = useTranslation()
  const query = useQuery(contactQuery(tenantId, contactId))
  // Whoever was erased meanwhile is shown no more, whatever is known of them here.
  const isGone = query.isError && troubleOf(query.error).code === 'not_found'
  return (
    <section aria-label={t('contacts.details')} className="min-h-0 min-w-0 grow overflow-y-auto bg-canvas">
      {onBack !== undefined && (
        <div className="px-2 pt-2">
          <IconButton label={t('contacts.back')} onClick={onBack}>
            <ArrowLeft size={20} />
          </IconButton>
        </div>
      )}
      {query.data && !isGone ? (
        <Person
          tenantId={tenantId}
          contact={query.data}
          isAlone={onBack !== undefined}
          onChat={onChat}
          onNewChat={onNewChat}
          onErasing={onErasing}
        />
      ) : query.isError ? (
        <Blank
          icon={<ContactIcon />}
          title={t('contacts.gone')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : (
        <div role="status" aria-label={t('common.loading')} className="mx-auto flex max-w-xl flex-col items-center gap-3 px-5 py-8">
          <Skeleton className="size-24 rounded-full!" />
          <Skeleton className="h-6 w-48" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
    </section>
  )
}

interface PersonProps extends Pick<Props, 'tenantId' | 'onChat' | 'onNewChat' | 'onErasing'> {
  contact: Details
  /** The list is not beside it: the focus goes on here. */
  isAlone: boolean
}

function Person({ tenantId, contact, isAlone, onChat, onNewChat, onErasing }: PersonProps) {
  const { t, i18n } = useTranslation()
  const [isAsked, setAsked] = useState(false)
  const [isErasing, setErasing] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isAlone) heading.current?.focus()
  }, [isAlone])
  const { chatId, pn, lid, isBlocked } = contact
  const name = contactName(contact, t)
  // Asking has WhatsApp say what is new about them.
  const shown = useQuery({ ...profileQuery(tenantId, chatId ?? ''), enabled: chatId !== null })
  const { data: labels } = useQuery({ ...labelsQuery(tenantId), enabled: contact.labels.length > 0 })
  const blocking = useBlocking(tenantId, () => setAsked(false))
  const toggle = () => blocking.mutate({ party: lid ?? pn ?? '', isBlocked: !isBlocked })
  const trouble = blocking.isError ? t(`problem.${troubleOf(blocking.error).code}`) : undefined
  const about = shown.data?.about ?? contact.about
  const moment = (atMs: number | null) => (atMs === null ? undefined : dateAndTime(atMs, i18n.language))
  const named = contact.labels.map((id) => labels?.find((label) => label.id === id)?.name).filter((label) => label !== undefined)
  return (
    <div className="mx-auto max-w-xl px-5 py-8">
      <div className="flex flex-col items-center text-center">
        <Avatar
          name={visible(contact.name)}
          picture={
            chatId === null ? undefined : pictureUrl(tenantId, { id: chatId, pictureId: shown.data?.pictureId ?? contact.pictureId })
          }
          className="size-24 text-2xl"
        />
        <h2 ref={heading} tabIndex={-1} dir="auto" className="mt-4 flex max-w-full items-center gap-1.5 text-xl font-semibold break-words">
          <span className="min-w-0 break-words">{name}</span>
          {contact.isVerified && <Verified size={18} />}
        </h2>
        {contactNumber(contact, t) !== name && <p className="mt-0.5 text-soft tabular-nums">{contactNumber(contact, t)}</p>}
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          <Button
            kind="primary"
            icon={<MessageCircle size={17} aria-hidden />}
            offBecause={isBlocked ? t('contacts.unblockFirst') : chatId === null && pn === null ? t('contacts.numberHidden') : undefined}
            onClick={() => (chatId === null ? onNewChat(pn ?? '') : onChat(chatId))}
          >
            {t('contacts.chat')}
          </Button>
          {pn !== null && <CopyButton value={contactNumber(contact, t)} label={t('contacts.copyNumber')} />}
          <Button icon={<Ban size={16} aria-hidden />} isBusy={blocking.isPending} onClick={() => (isBlocked ? toggle() : setAsked(true))}>
            {t(isBlocked ? 'contacts.unblock' : 'contacts.block')}
          </Button>
        </div>
        {isBlocked && trouble !== undefined && (
          <p role="alert" className="mt-3 text-sm text-bad">
            {trouble}
          </p>
        )}
      </div>
      <dl className="mt-8 divide-y divide-line rounded-lg border border-line bg-surface px-5">
        <Fact name={t('contacts.about')}>{visible(about)}</Fact>
        <Fact name={t('contacts.bookName')}>{visible(contact.bookName)}</Fact>
        <Fact name={t('contacts.businessName')}>{visible(contact.businessName)}</Fact>
        <Fact name={t('contacts.ownName')}>{visible(contact.ownName)}</Fact>
        <Fact name={t('contacts.username')}>{contact.username === '' ? '' : `@${visible(contact.username)}`}</Fact>
        <Fact name={t('contacts.labels')}>{named.map((label) => visible(label)).join(', ')}</Fact>
        <Fact name={t('contacts.firstAt')}>{moment(contact.firstAtMs)}</Fact>
        <Fact name={t('contacts.lastAt')}>{moment(contact.lastAtMs)}</Fact>
        <Fact name={t('contacts.exchanged')}>
          {contact.messages === 0
            ? t('contacts.nothingExchanged')
            : [t('contacts.messages', { count: contact.messages }), t('contacts.media', { count: contact.media })].join(' · ')}
        </Fact>
      </dl>
      <section className="mt-8 rounded-lg border border-line bg-surface p-5">
        <h3 className="font-semibold">{t('erase.title')}</h3>
        <p className="mt-0.5 mb-3 text-soft">{t('erase.text')}</p>
        <Button className="text-bad" icon={<Trash2 size={16} aria-hidden />} onClick={() => setErasing(true)}>
          {t('erase.open')}
        </Button>
      </section>
      {isErasing && <EraseDialog tenantId={tenantId} contact={contact} onBegun={onErasing} onClose={() => setErasing(false)} />}
      {isAsked && (
        <ConfirmDialog
          title={t('contacts.blockTitle', { name })}
          text={t('details.blockText')}
          verb={t('contacts.block')}
          isBusy={blocking.isPending}
          trouble={trouble}
          onConfirm={toggle}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  )
}

/** A line of what is known; none of what is not. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined || children === '') return null
  return (
    <div className="py-3">
      <dt className="text-sm text-soft">{name}</dt>
      <dd dir="auto" className="break-words whitespace-pre-line">
        {children}
      </dd>
    </div>
  )
}
