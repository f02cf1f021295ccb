// The dialogs of the tenant's panel, without those of its webhooks.
import type { Page } from 'playwright-core'

import { shopKeys } from '../mock/api-keys'
import { earlier } from '../mock/earlier-accounts'
import { exported } from '../mock/exports'
import { cancel, close, type DialogCase, press } from './dialog-case'

/** By a message's own menu, in the group. */
const onMessage = (words: string, item: string) => async (page: Page) => {
  await page.getByRole('link', { name: /Família Souza/ }).click()
  const bubble = page.locator('[data-index]').filter({ hasText: words }).last()
  await bubble.hover()
  await bubble.getByRole('button', { name: 'Ações da mensagem' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** By a chat's own menu, in the group. */
const onChat = (item: string) => async (page: Page) => {
  await page.getByRole('link', { name: /Família Souza/ }).click()
  await press(page, 'Ações da conversa')
  await page.getByRole('menuitem', { name: item }).click()
}
const toContacts = (page: Page) => page.getByRole('link', { name: 'Contatos' }).click()

const attach = (item: string) => async (page: Page) => {
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await press(page, 'Anexar')
  await page.getByRole('menuitem', { name: item }).click()
}

/** Something is written for tomorrow, in the chat with Marina Costa. */
const schedule = async (page: Page) => {
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('textbox', { name: 'Mensagem' }).fill('Bom dia!')
  await press(page, 'Programar envio')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Amanhã/ })
    .click()
  await page.getByRole('group', { name: 'Mensagem programada' }).waitFor()
}
const toReplies = async (page: Page) => {
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver respostas' }).click()
}

const toApiKeys = async (page: Page) => {
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver chaves' }).click()
}

export const panel: DialogCase[] = [
  {
    source: 'features/api-keys/KeyDialog.tsx',
    name: 'a tenant makes a key',
    open: async (page) => {
      await toApiKeys(page)
      await press(page, 'Criar chave')
    },
    first: { field: 'Para que é a chave' },
  },
  {
    source: 'features/api-keys/TenantKeys.tsx',
    name: 'a tenant revokes a key',
    open: async (page, mock) => {
      mock.state.shopKeys = shopKeys(Date.now())
      await toApiKeys(page)
      await press(page, 'Revogar a chave n8n')
    },
    first: cancel,
  },
  {
    source: 'features/account/exporting/ExportRow.tsx',
    name: 'an archive is removed',
    open: async (page, mock) => {
      mock.state.exports = [exported(1, Date.now())]
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await page.getByRole('link', { name: 'Exportar', exact: true }).click()
      await press(page, /^Remover a exportação de/)
    },
    first: cancel,
  },
  {
    source: 'features/contacts/CheckNumbersDialog.tsx',
    name: 'numbers are checked',
    open: async (page) => {
      await toContacts(page)
      await press(page, 'Mais ações')
      await page.getByRole('menuitem', { name: 'Verificar números' }).click()
    },
    first: { field: 'Números' },
  },
  {
    source: 'features/contacts/ContactDetails.tsx',
    name: 'somebody is blocked',
    open: async (page) => {
      await toContacts(page)
      await page.getByRole('link', { name: /Adriana Alves/ }).click()
      await press(page, 'Bloquear')
    },
    first: cancel,
  },
  {
    source: 'features/contacts/importing/ImportDialog.tsx',
    name: 'contacts are imported',
    open: async (page) => {
      await toContacts(page)
      await press(page, 'Mais ações')
      await page.getByRole('menuitem', { name: 'Importar contatos' }).click()
    },
    first: { button: 'Escolher arquivo' },
  },
  {
    source: 'features/contacts/erasing/EraseDialog.tsx',
    name: 'somebody is erased',
    open: async (page) => {
      await toContacts(page)
      await page.getByRole('link', { name: /Adriana Alves/ }).click()
      await press(page, 'Apagar tudo')
    },
    first: { field: 'Para confirmar, escreva “apagar”' },
  },
  {
    source: 'features/earlier-numbers/ContinueDialog.tsx',
    name: 'chats of another number go on',
    open: async (page, mock) => {
      mock.state.earlierAccounts = [earlier()]
      await page.reload()
      await press(page, 'Continuar')
    },
    first: cancel,
  },
  {
    source: 'features/messages/NewChatDialog.tsx',
    name: 'a new chat',
    open: (page) => press(page, 'Nova conversa'),
    first: { field: 'Número com DDD' },
  },
  {
    source: 'features/messages/groups/NewGroupDialog.tsx',
    name: 'a new group',
    open: async (page) => {
      await press(page, 'Nova conversa')
      await press(page, 'Novo grupo')
    },
    first: { field: 'Nome do grupo' },
  },
  {
    source: 'features/messages/kinds/media/Viewer.tsx',
    name: 'a picture in the whole window',
    open: async (page) => {
      await page.getByRole('link', { name: /João Pereira/ }).click()
      await press(page, 'Abrir: mais 3')
    },
    first: close,
  },
  {
    source: 'features/messages/acting/ForwardDialog.tsx',
    name: 'a message is forwarded',
    open: onMessage('O bolo é comigo', 'Encaminhar'),
    first: { field: 'Buscar conversa' },
  },
  {
    source: 'features/messages/acting/InfoDialog.tsx',
    name: 'how far a message has come',
    open: onMessage('O bolo é comigo', 'Dados da mensagem'),
    first: close,
  },
  {
    source: 'features/messages/acting/ActingProvider.tsx',
    name: 'a message is deleted for everyone',
    open: onMessage('O bolo é comigo', 'Apagar para todos'),
    first: cancel,
  },
  {
    source: 'features/messages/acting/ActingProvider.tsx',
    name: 'a message is deleted for this account alone',
    open: onMessage('O bolo é comigo', 'Apagar para mim'),
    first: cancel,
  },
  {
    source: 'features/messages/acting/ReactDialog.tsx',
    name: 'any emoji as a reaction',
    open: onMessage('O bolo é comigo', 'Mais emojis'),
    first: { field: 'Buscar emoji' },
  },
  {
    source: 'features/messages/gallery/GalleryDialog.tsx',
    name: 'what a chat holds of media',
    open: async (page) => {
      await onChat('Dados da conversa')(page)
      await page.getByRole('button', { name: 'Mídia, documentos e links' }).click()
      await page.getByRole('tab', { name: 'Mídia' }).waitFor()
    },
    first: { button: 'Voltar aos dados da conversa' },
  },
  {
    source: 'features/messages/details/DetailsDialog.tsx',
    name: 'who a chat is with',
    open: onChat('Dados da conversa'),
    first: close,
  },
  {
    source: 'features/messages/details/ChatMenu.tsx',
    name: 'a chat is emptied',
    open: onChat('Limpar conversa'),
    first: cancel,
  },
  {
    source: 'features/messages/composing/forms/PollDialog.tsx',
    name: 'a poll is written',
    open: attach('Enquete'),
    first: { field: 'Pergunta' },
  },
  {
    source: 'features/messages/composing/forms/PlaceDialog.tsx',
    name: 'a place is sent',
    open: attach('Localização'),
    first: { field: 'Coordenadas ou link do mapa' },
  },
  {
    source: 'features/messages/composing/forms/CardsDialog.tsx',
    name: 'cards of people are sent',
    open: attach('Contato'),
    first: { field: 'Buscar pessoa' },
  },
  {
    source: 'features/messages/later/SendLaterDialog.tsx',
    name: 'when something is to be sent',
    open: async (page) => {
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('textbox', { name: 'Mensagem' }).fill('Bom dia!')
      await press(page, 'Programar envio')
    },
    first: { button: /^Daqui a 1 hora/ },
  },
  {
    source: 'features/messages/later/WaitsForHour.tsx',
    name: 'what waits for its hour is cancelled',
    open: async (page) => {
      await schedule(page)
      await press(page, 'Cancelar envio')
    },
    first: cancel,
  },
  {
    source: 'features/messages/later/LaterDialog.tsx',
    name: 'what waits in a chat',
    open: async (page) => {
      await schedule(page)
      await press(page, /mensagem programada nesta conversa/)
    },
    first: close,
  },
  {
    source: 'features/messages/later/LaterList.tsx',
    name: 'several that wait are cancelled',
    open: async (page) => {
      await schedule(page)
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await page.getByRole('link', { name: 'Ver programadas' }).click()
      await page.getByRole('checkbox', { name: 'Selecionar todas' }).check()
      await press(page, 'Cancelar selecionadas')
    },
    first: cancel,
  },
  {
    source: 'features/messages/attending/NameDialog.tsx',
    name: 'who answers says their name',
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Dizer quem atende aqui')
      // As long as a name may be: what is typed on makes it one that is not taken.
      await page.getByRole('dialog').getByLabel('Seu nome').fill('A'.repeat(40))
    },
    first: { field: 'Seu nome' },
  },
  {
    source: 'features/messages/attending/AttendantsForm.tsx',
    name: 'an attendant is taken away',
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Dizer quem atende aqui')
      await page.getByRole('dialog').getByLabel('Seu nome').fill('Ana')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await press(page, 'Apagar Ana')
    },
    first: cancel,
  },
  {
    source: 'features/quick-replies/QuickReplyDialog.tsx',
    name: 'a quick reply is written',
    open: async (page) => {
      await toReplies(page)
      await press(page, 'Nova resposta')
    },
    first: { field: 'Atalho' },
  },
  {
    source: 'features/quick-replies/QuickReplyList.tsx',
    name: 'a quick reply is taken away',
    open: async (page) => {
      await toReplies(page)
      await press(page, 'Apagar /bomdia')
    },
    first: cancel,
  },
  {
    source: 'features/messages/keys/KeysDialog.tsx',
    name: 'every key of the panel',
    open: async (page) => {
      await page.getByRole('link', { name: /Marina Costa/ }).focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
    first: close,
  },
  {
    source: 'features/dashboard/picture/PictureDialog.tsx',
    name: 'the figures as a picture',
    open: async (page) => {
      await page.getByRole('link', { name: 'Painel', exact: true }).click()
      await press(page, 'Imagem')
    },
    first: close,
  },
  {
    source: 'features/account/Logins.tsx',
    name: 'the panel is closed in all other browsers',
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Fechar em todos os outros')
    },
    first: cancel,
  },
  {
    source: 'portal/panel/SettingsPage.tsx',
    name: 'a phone is unlinked',
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Desconectar o celular')
    },
    first: cancel,
  },
]
