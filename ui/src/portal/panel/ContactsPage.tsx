import { useNavigate } from '@tanstack/react-router'
import { Contact } from 'lucide-react'
import { useState } from 'react'

import { ContactDetails } from '../../features/contacts/ContactDetails'
import { ContactList } from '../../features/contacts/ContactList'
import { NewChatDialog } from '../../features/messages/NewChatDialog'
import { twoPanes, useMedia } from '../../lib/media'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { ListBeside } from './ListBeside'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** People: the list and one of them beside it, or below 900 px one after the other. */
export function ContactsPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId, contactId } = usePlace()
  const navigate = useNavigate()
  const isWide = useMedia(twoPanes)
  const [newTo, setNewTo] = useState<string>()
  const hrefOf = (id: string) => `/client/${publicId}/contacts/${id}`
  const toChat = (chatId: string) => void navigate({ to: '/client/$publicId/chats/$chatId', params: { publicId, chatId } })
  return (
    <>
      <ListBeside openHref={contactId === undefined ? undefined : hrefOf(contactId)}>
        <ContactList
          tenantId={tenantId}
          openContactId={contactId}
          hrefOf={hrefOf}
          onOpen={(id) => void navigate({ to: '/client/$publicId/contacts/$contactId', params: { publicId, contactId: id } })}
        />
      </ListBeside>
      {contactId !== undefined && (
        <ContactDetails
          key={contactId}
          tenantId={tenantId}
          contactId={contactId}
          onBack={isWide ? undefined : () => void navigate({ to: '/client/$publicId/contacts', params: { publicId } })}
          onChat={toChat}
          onNewChat={setNewTo}
          onErasing={(erasureId) =>
            void navigate({ to: '/client/$publicId/settings/erasures/$erasureId', params: { publicId, erasureId } })
          }
        />
      )}
      {isWide && contactId === undefined && (
        <div className="flex grow items-center justify-center">
          <Blank icon={<Contact />} title={t('contacts.pickTitle')} text={t('contacts.pickText')} />
        </div>
      )}
      {newTo !== undefined && (
        <NewChatDialog tenantId={tenantId} firstPhone={formatPhone(newTo)} onClose={() => setNewTo(undefined)} onSent={toChat} />
      )}
    </>
  )
}
