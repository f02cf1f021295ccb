import { useEffect } from 'react'

import { addWords, type OwnWords } from '../../lib/language'
import { contactsWords, conversationWords, dashboardWords, settingsWords, webhooksWords } from './room-words'

/** A room, once it is there with its words. A file that gets lost on the way is asked for once more before anything is said. */
function room<Part>(load: () => Promise<Part>, ...words: OwnWords[]): () => Promise<Part> {
  const whole = async () => {
    const [part] = await Promise.all([load(), ...words.map(addWords)])
    return part
  }
  return () => whole().catch(whole)
}

/** What the list of chats stands without. */
export const loadBackground = room(() => import('./Background'))
export const loadConversation = room(() => import('../../features/messages/Conversation'), conversationWords)
export const loadNewChat = room(() => import('../../features/messages/NewChatDialog'), conversationWords)
export const loadNewGroup = room(() => import('../../features/messages/groups/NewGroupDialog'), conversationWords)
export const loadKeys = room(() => import('../../features/messages/keys/KeysDialog'), conversationWords)
export const loadRefused = room(() => import('./RefusedNotice'), conversationWords)
export const loadEarlierNumber = room(() => import('../../features/earlier-numbers/EarlierNumberNotice'), conversationWords)
export const loadContacts = room(() => import('./ContactsPage'), conversationWords, contactsWords)
export const loadDashboard = room(() => import('./DashboardPage'), conversationWords, settingsWords, dashboardWords)
export const loadSettings = room(() => import('./SettingsPage'), conversationWords, settingsWords)
export const loadQuickReplies = room(() => import('./QuickRepliesPage'), settingsWords)
export const loadLater = room(() => import('./LaterPage'), conversationWords)
export const loadHours = room(() => import('./HoursPage'), settingsWords)
export const loadAutomatic = room(() => import('./AutomaticPage'), conversationWords, settingsWords)
export const loadErasures = room(() => import('./ErasuresPage'), conversationWords, settingsWords)
export const loadErasure = room(() => import('./ErasurePage'), conversationWords, settingsWords)
export const loadExports = room(() => import('./ExportsPage'), settingsWords)
export const loadWebhooks = room(() => import('./WebhooksPage'), settingsWords, webhooksWords)
export const loadWebhook = room(() => import('./WebhookPage'), settingsWords, webhooksWords)

/** Fetches the parts that are opened next, once there is time for them. */
export function useNextParts(isTime: boolean): void {
  useEffect(() => {
    if (!isTime) return
    const parts = [loadConversation(), loadNewChat(), loadContacts(), loadSettings(), loadRefused()]
    void Promise.all(parts).catch(() => undefined)
  }, [isTime])
}
