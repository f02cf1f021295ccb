import { useParams } from '@tanstack/react-router'

interface Place {
  publicId: string
  chatId: string | undefined
  messageId: string | undefined
  contactId: string | undefined
  erasureId: string | undefined
  webhookId: string | undefined
  /** Of the dashboard. */
  period: string | undefined
}

/** Where in the panel the address is. The types of routes are per project, and this project has two routers. */
export function usePlace(): Place {
  const params: Partial<Record<keyof Place, string>> = useParams({ strict: false })
  const { publicId = '', chatId, messageId, contactId, erasureId, webhookId, period } = params
  return { publicId, chatId, messageId, contactId, erasureId, webhookId, period }
}
