import { useEffect } from 'react'

import { addWords, type OwnWords } from '../../lib/language'
import { part } from '../../lib/part'
import { apiKeysWords, contactsWords, conversationWords, dashboardWords, settingsWords, webhooksWords } from './room-words'

/** A room, once it is there with its words. A file that gets lost on the way is asked for once more before anything is said. */
function room<Part>(load: () => Promise<Part>, ...words: OwnWords[]): () => Promise<Part> {
  const whole = async () => {
    const [part] = await Promise.all([load(), ...words.map(addWords)])
    return part
  }
  return () => whole().catch(whole)
}

/** What the list of chats stands without. */
const loadBackground = room(() => import('./Background'))
const loadConversation = room(() => import('../../features/messages/Conversation'), conversationWords)
const loadNewChat = room(() => import('../../features/messages/NewChatDialog'), conversationWords)
const loadNewGroup = room(() => import('../../features/messages/groups/NewGroupDialog'), conversationWords)
const loadKeys = room(() => import('../../features/messages/keys/KeysDialog'), conversationWords)
const loadRefused = room(() => import('./RefusedNotice'), conversationWords)
const loadEarlierNumber = room(() => import('../../features/earlier-numbers/EarlierNumberNotice'), conversationWords)
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
export const loadApiKeys = room(() => import('./ApiKeysPage'), settingsWords, apiKeysWords)
export const loadWebhooks = room(() => import('./WebhooksPage'), settingsWords, webhooksWords)
export const loadWebhook = room(() => import('./WebhookPage'), settingsWords, webhooksWords)

export const Background = part(async () => (await loadBackground()).Background)
export const Conversation = part(async () => (await loadConversation()).Conversation)
export const NewChatDialog = part(async () => (await loadNewChat()).NewChatDialog)
export const NewGroupDialog = part(async () => (await loadNewGroup()).NewGroupDialog)
export const KeysDialog = part(async () => (await loadKeys()).KeysDialog)
export const RefusedNotice = part(async () => (await loadRefused()).RefusedNotice)
export const EarlierNumberNotice = part(async () => (await loadEarlierNumber()).EarlierNumberNotice)

/** Fetches the parts that are opened next, once there is time for them. */
export function useNextParts(isTime: boolean): void {
  useEffect(() => {
    if (!isTime) return
    const parts = [Conversation.load(), NewChatDialog.load(), loadContacts(), loadSettings(), RefusedNotice.load()]
    void Promise.all(parts).catch(() => undefined)
  }, [isTime])
}
