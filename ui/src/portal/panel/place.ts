import { useParams } from '@tanstack/react-router'

/** Where in the panel the address is. The types of routes are per project, and this project has two routers. */
export function usePlace(): { publicId: string; chatId: string | undefined; contactId: string | undefined } {
  const params: { publicId?: string; chatId?: string; contactId?: string } = useParams({ strict: false })
  return { publicId: params.publicId ?? '', chatId: params.chatId, contactId: params.contactId }
}
