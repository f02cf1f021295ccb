// The customer's panel: chats, conversations, settings.
import type { Page } from 'playwright-core'

import { drawn } from '../mock/files'
import { bakery } from '../mock/hours'
import { peopleFile } from '../mock/importing'
import { inStatus, portal } from './links'
import { pattern, type Screen, type Words } from './see'

const openChat = async (page: Page, name = /Marina Costa/) => {
  await page.getByRole('link', { name }).click()
  await page.getByRole('log').waitFor()
}
/** The conversation with files, so far up that another part of it is seen. */
const filesAt = (part: number) => async (page: Page) => {
  await openChat(page, /João Pereira/)
  await scrollTo(page, 'Ficou lindo!', part)
}
/** A picture that somebody is about to send. */
const chosen = (name: string) => ({ name, mimeType: 'image/png', buffer: drawn(600, 400) })
/** Three pictures go out as one. */
const sendTogether = async (page: Page, t: Words) => {
  await page.locator('[data-attach=photos]').setInputFiles([chosen('forno.png'), chosen('vitrine.png'), chosen('balcao.png')])
  await page.getByRole('textbox', { name: t('attach.caption') }).fill('Saíram agora')
  await page.getByRole('button', { name: t('conversation.send'), exact: true }).click()
}
/** A conversation of every kind, so far up that another part of it is seen. */
const kindsAt = (part: number) => async (page: Page) => {
  await openChat(page, /Sofia Lima/)
  await scrollTo(page, 'Confirmado para sábado!', part)
}
async function scrollTo(page: Page, last: string, part: number): Promise<void> {
  const log = page.getByRole('log')
  await log.getByText(last).waitFor()
  await log.dispatchEvent('wheel', { deltaY: -1 })
  // Rows are measured once they are in the page.
  for (const at of [0.8, 0.6, 0.4, 0.2, 0, part, part, part]) {
    await log.evaluate(async (log, at) => {
      log.scrollTop = (log.scrollHeight - log.clientHeight) * at
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    }, at)
  }
}

const toDashboard = (page: Page, t: Words) => page.getByRole('link', { name: t('portal.dashboard'), exact: true }).click()
const toContacts = (page: Page, t: Words) => page.getByRole('link', { name: t('portal.contacts') }).click()
const openContact = (name: RegExp) => async (page: Page, t: Words) => {
  await toContacts(page, t)
  await page.getByRole('link', { name }).first().click()
}

const openImport = async (page: Page, t: Words) => {
  await toContacts(page, t)
  await page.getByRole('button', { name: t('contacts.more') }).click()
  await page.getByRole('menuitem', { name: t('contacts.import') }).click()
}
/** A file of people is chosen for the address book. */
const importing = (file: ReturnType<typeof peopleFile>) => async (page: Page, t: Words) => {
  await openImport(page, t)
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
}

/** A part of what a chat holds of media, documents and links. */
const openGallery =
  (part: 'media' | 'documents' | 'links', name = /João Pereira/) =>
  async (page: Page, t: Words) => {
    await openChat(page, name)
    await page.getByRole('button', { name: t('details.menu') }).click()
    await page.getByRole('menuitem', { name: t('details.open') }).click()
    await page.getByRole('button', { name: t('gallery.title') }).click()
    await page.getByRole('tab', { name: t(`gallery.part.${part}`) }).click()
  }
const mediaSeen = async (page: Page, t: Words) => {
  await openGallery('media')(page, t)
  await page.getByRole('dialog').getByRole('heading', { level: 3 }).waitFor()
}
/** A picture of the conversation that nobody has fetched yet, in the viewer. */
const viewMissing = async (page: Page, t: Words) => {
  await openGallery('media')(page, t)
  const tiles = page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${t('file.open').replace('{{what}}', t('kind.image'))}`) })
  await tiles.nth((await tiles.count()) - 2).click()
}
/** Something is done with a message by its menu. */
const onMessage = (deed: string) => async (page: Page, t: Words) => {
  await openChat(page)
  const bubble = page.locator('[data-index]').filter({ hasText: 'Continua o mesmo, sim' }).last()
  await bubble.hover()
  await bubble.getByRole('button', { name: t('acting.open') }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: t(deed), exact: true }).click()
}

export const panel: Screen[] = [
  { name: 'panel-chats', path: portal, says: /Marina Costa/ },
  {
    name: 'panel-found',
    path: portal,
    act: async (page, t) => page.getByRole('searchbox', { name: t('chats.search') }).fill('bolo'),
    says: 'chats.found.messages',
  },
  {
    name: 'panel-found-open',
    path: portal,
    act: async (page, t) => {
      await page.getByRole('searchbox', { name: t('chats.search') }).fill('pedido 60')
      await page.getByRole('link', { name: /Marina Costa.*Pedido 60/ }).click()
    },
    says: /Pedido 60:/,
  },
  {
    name: 'panel-chats-waiting',
    path: portal,
    act: async (page, t) => page.getByRole('radio', { name: t('chats.show.waiting') }).click(),
    says: /Marina Costa/,
  },
  {
    name: 'panel-none-found',
    path: portal,
    act: async (page, t) => page.getByRole('searchbox', { name: t('chats.search') }).fill('xyzw'),
    says: 'chats.found.noMessages',
  },
  {
    name: 'panel-empty',
    path: portal,
    prepare: (mock) => (mock.state.chats = []),
    says: 'chats.emptyTitle',
  },
  { name: 'panel-conversation', path: portal, act: (page) => openChat(page), says: 'conversation.unread_other' },
  { name: 'panel-group', path: portal, act: (page) => openChat(page, /Família Souza/), says: /Tio Zé/ },
  { name: 'panel-contacts', path: portal, act: toContacts, says: /Adriana Alves/ },
  {
    name: 'panel-contacts-none',
    path: portal,
    prepare: (mock) => (mock.state.contacts = []),
    act: toContacts,
    says: 'contacts.emptyTitle',
  },
  {
    name: 'panel-contacts-letter',
    path: portal,
    act: async (page, t) => {
      await toContacts(page, t)
      await page.getByRole('button', { name: /^Z: / }).click()
    },
    says: /Zuleica Prado/,
  },
  { name: 'panel-contact', path: portal, act: openContact(/Ana Beatriz|Adriana Alves/), says: 'contacts.bookName' },
  {
    name: 'panel-contact-block',
    path: portal,
    act: async (page, t) => {
      await openContact(/Adriana Alves/)(page, t)
      await page.getByRole('button', { name: t('contacts.block'), exact: true }).click()
    },
    says: 'details.blockText',
  },
  {
    name: 'panel-numbers',
    path: portal,
    act: async (page, t) => {
      await toContacts(page, t)
      await page.getByRole('button', { name: t('contacts.more') }).click()
      await page.getByRole('menuitem', { name: t('contacts.check') }).click()
      await page.getByRole('dialog').getByRole('textbox').fill('11 90000-0031\n11 90000-0039\nninguém')
      await page.getByRole('button', { name: t('checkNumbers.submit'), exact: true }).click()
      await page.getByText(t('numberState.invalid')).waitFor()
    },
    says: 'numberState.absent',
  },
  { name: 'panel-import', path: portal, act: openImport, says: 'importContacts.looked' },
  {
    name: 'panel-import-unreadable',
    path: portal,
    act: importing({ ...peopleFile(), buffer: Buffer.from('Prezados senhores') }),
    says: 'importContacts.wrong.invalid',
  },
  {
    name: 'panel-import-reading',
    path: portal,
    prepare: (mock) => (mock.state.holds = /imports$/),
    act: importing(peopleFile()),
    says: 'importContacts.reading',
  },
  { name: 'panel-import-look', path: portal, act: importing(peopleFile(10_000)), says: 'importContacts.reason.invalid_number' },
  {
    name: 'panel-import-going',
    path: portal,
    prepare: (mock) => (mock.state.importsBy = 0),
    act: async (page, t) => {
      await importing(peopleFile(60))(page, t)
      await page.getByRole('button', { name: pattern(t('importContacts.start_other')) }).click()
    },
    says: 'importContacts.stop',
  },
  {
    name: 'panel-import-over',
    path: portal,
    prepare: (mock) => (mock.state.importsBy = 100),
    act: async (page, t) => {
      await importing(peopleFile(60))(page, t)
      await page.getByRole('button', { name: pattern(t('importContacts.start_other')) }).click()
    },
    says: 'importContacts.reason.absent',
  },
  { name: 'panel-files-1', path: portal, act: filesAt(0), says: /Seguem as fotos do salão/ },
  { name: 'panel-files-2', path: portal, act: filesAt(0.35), says: /Mensagem de voz|Voice message|Mensaje de voz|O jardim/ },
  { name: 'panel-files-3', path: portal, act: filesAt(0.7), says: /Orçamento festa\.pdf/ },
  { name: 'panel-files-4', path: portal, act: filesAt(1), says: /Ficou lindo!/ },
  {
    name: 'panel-viewer',
    path: portal,
    act: async (page, t) => {
      await filesAt(0)(page)
      const what = t('file.open').replace('{{what}}', t('kind.image'))
      await page.getByRole('button', { name: what }).first().click()
      await page.getByRole('dialog').getByRole('img').waitFor()
    },
    says: 'viewer.place',
  },
  { name: 'panel-viewer-missing', path: portal, act: viewMissing, says: 'hold.history' },
  { name: 'panel-gallery-media', path: portal, act: mediaSeen, says: 'gallery.title' },
  { name: 'panel-gallery-documents', path: portal, act: openGallery('documents'), says: /Orçamento festa\.pdf/ },
  { name: 'panel-gallery-links', path: portal, act: openGallery('links', /Sofia Lima/), says: /Bolos da casa/ },
  { name: 'panel-gallery-empty', path: portal, act: openGallery('links'), says: 'gallery.none.links' },
  {
    name: 'panel-gallery-waiting',
    path: portal,
    prepare: (mock) => (mock.state.holds = /\/gallery/),
    act: openGallery('media'),
    says: 'gallery.title',
  },
  {
    name: 'panel-gallery-failed',
    path: portal,
    prepare: (mock) => (mock.state.loses = /\/gallery/),
    act: openGallery('media'),
    says: 'gallery.failed',
  },
  {
    name: 'panel-gallery-many',
    path: portal,
    prepare: (mock) => (mock.state.pastPictures = 400),
    act: mediaSeen,
    says: 'gallery.title',
  },
  {
    name: 'panel-react',
    path: portal,
    act: async (page, t) => {
      await onMessage('acting.reactMore')(page, t)
      await page.getByRole('dialog').getByRole('list').waitFor()
    },
    says: 'acting.reactTitle',
  },
  { name: 'panel-delete-for-me', path: portal, act: onMessage('acting.deleteForMe'), says: 'acting.deleteForMeText_one' },
  {
    name: 'panel-tray',
    path: portal,
    act: async (page) => {
      await openChat(page)
      await page.locator('[data-attach=photos]').setInputFiles([chosen('forno.png'), chosen('vitrine.png')])
      const large = Buffer.alloc(17 * 1024 * 1024)
      await page.locator('[data-attach=photos]').setInputFiles({ name: 'cartaz grande.png', mimeType: 'image/png', buffer: large })
    },
    says: 'attach.tooLargeAsIs',
  },
  {
    name: 'panel-uploading',
    path: portal,
    act: async (page, t, _look, mock) => {
      await openChat(page)
      mock.state.holds = /\/uploads/
      await page.locator('[data-attach=photos]').setInputFiles([chosen('forno.png')])
      await page.getByRole('textbox', { name: t('attach.caption') }).fill('Saiu agora')
      await page.keyboard.press('Enter')
    },
    says: /Saiu agora/,
  },
  {
    name: 'panel-recording',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await page.getByRole('button', { name: t('voice.record') }).click()
      await page.getByRole('button', { name: t('voice.send') }).waitFor()
    },
    says: /0:01/,
  },
  { name: 'panel-kinds-1', path: portal, act: kindsAt(0), says: /Bolos para o fim de semana/ },
  { name: 'panel-kinds-2', path: portal, act: kindsAt(0.25), says: /Mensagem de voz|Voice message|Mensaje de voz/ },
  { name: 'panel-kinds-3', path: portal, act: kindsAt(0.5), says: /Salão Ipê/ },
  { name: 'panel-kinds-4', path: portal, act: kindsAt(0.75), says: /Agendamento|Bolo de brigadeiro/ },
  { name: 'panel-kinds-5', path: portal, act: kindsAt(1), says: 'failure.no_answer' },
  {
    name: 'panel-edited',
    path: portal,
    act: async (page, t) => {
      await kindsAt(0)(page)
      await page.getByRole('button', { name: t('message.edited') }).click()
    },
    says: /O preço certo: 21/,
  },
  {
    name: 'panel-album-sending',
    path: portal,
    act: async (page, t, _look, mock) => {
      await openChat(page)
      mock.state.holds = /\/uploads/
      await sendTogether(page, t)
      await page
        .getByRole('progressbar', { name: t('receipt.sending') })
        .nth(2)
        .waitFor()
    },
    says: /Saíram agora/,
  },
  {
    name: 'panel-album-unsent',
    path: portal,
    act: async (page, t, _look, mock) => {
      await openChat(page)
      mock.state.refusesAfter = 2
      await sendTogether(page, t)
      await page.getByRole('alert').waitFor()
    },
    says: 'problem.tenant_paused',
  },
  {
    name: 'panel-unsent',
    path: portal,
    prepare: (mock) => (mock.state.refuses = { status: 409, code: 'tenant_paused' }),
    act: async (page, t) => {
      await openChat(page)
      await page.getByRole('textbox', { name: t('conversation.write'), exact: true }).fill('Pode ser às 15h?')
      await page.keyboard.press('Enter')
    },
    says: 'conversation.unsent',
  },
  {
    name: 'panel-waiting',
    path: portal,
    act: async (page, t, _look, mock) => {
      await openChat(page)
      mock.state.loses = /\/send$/
      for (const text of ['Pode ser às 15h?', 'Se não der, amanhã cedo.']) {
        await page.getByRole('textbox', { name: t('conversation.write'), exact: true }).fill(text)
        await page.keyboard.press('Enter')
      }
    },
    says: 'conversation.waiting',
  },
  {
    name: 'panel-new-chat',
    path: portal,
    act: async (page, t) => page.getByRole('button', { name: t('chats.new') }).click(),
    says: 'newChat.phone',
  },
  {
    name: 'panel-new-chat-lost',
    path: portal,
    act: async (page, t, _look, mock) => {
      await page.getByRole('button', { name: t('chats.new') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('newChat.phone')).fill('+55 11 90000-0009')
      await dialog.getByLabel(t('newChat.text')).fill('Bom dia!')
      mock.state.loses = /\/send$/
      await dialog.getByRole('button', { name: t('newChat.submit') }).click()
    },
    says: 'newChat.lost',
  },
  {
    name: 'panel-reconnecting',
    path: portal,
    prepare: inStatus('reconnecting', true),
    says: 'status.reconnectingIn',
  },
  { name: 'panel-replaced', path: portal, prepare: inStatus('replaced', true), says: 'status.replaced' },
  {
    name: 'panel-settings',
    path: portal,
    act: async (page, t) => page.getByRole('link', { name: t('portal.settings') }).click(),
    says: 'portalSettings.unlink',
  },
  { name: 'panel-dashboard', path: portal, act: toDashboard, says: 'dashboard.week' },
  {
    name: 'panel-dashboard-below',
    path: portal,
    act: async (page, t) => {
      await toDashboard(page, t)
      await page.getByText(t('dashboard.failedChats')).scrollIntoViewIfNeeded()
    },
    says: 'dashboard.failures',
  },
  {
    name: 'panel-dashboard-month',
    path: portal,
    act: async (page, t) => {
      await toDashboard(page, t)
      await page.getByText(t('dashboardPeriod.30'), { exact: true }).click()
      await page.getByRole('heading', { name: t('dashboard.byDay') }).scrollIntoViewIfNeeded()
    },
    says: 'dashboard.byDay',
  },
  {
    name: 'panel-dashboard-empty',
    path: portal,
    prepare: (mock) => (mock.state.chats = []),
    act: toDashboard,
    says: 'dashboard.emptyTitle',
  },
  {
    name: 'panel-dashboard-waiting',
    path: portal,
    prepare: (mock) => (mock.state.holds = /statistics/),
    act: async (page, t) => {
      await toDashboard(page, t)
      await page.getByRole('status', { name: t('common.loading') }).waitFor()
    },
    says: 'portal.dashboard',
  },
  {
    name: 'panel-dashboard-picture',
    path: portal,
    prepare: ({ state }) => {
      state.hours = bakery()
    },
    act: async (page, t) => {
      await toDashboard(page, t)
      await page.getByRole('button', { name: t('dashboard.picture'), exact: true }).click()
      await page.getByRole('dialog').getByRole('img').waitFor()
    },
    says: 'dashboard.pictureSave',
  },
  {
    name: 'panel-dashboard-tables',
    path: portal,
    act: async (page, t) => {
      await toDashboard(page, t)
      await page.getByRole('button', { name: t('dashboard.csv') }).click()
    },
    says: 'dashboard.csvFigures',
  },
  {
    name: 'panel-dashboard-behind',
    path: portal,
    act: async (page, t) => {
      await toDashboard(page, t)
      await page.getByRole('link', { name: t('dashboard.failedChats') }).click()
    },
    says: 'chats.show.failed',
  },
  {
    name: 'panel-keys',
    path: portal,
    act: async (page, t) => {
      await page.getByRole('link', { name: t('portal.settings') }).click()
      await page.getByRole('button', { name: t('keys.title') }).click()
    },
    says: 'keysDo.waiting',
  },
  {
    name: 'panel-done',
    path: portal,
    act: async (page, t) => {
      await page.getByRole('button', { name: pattern(t('waiting.count_other')) }).click()
      await page.keyboard.press('j')
      await page.getByRole('log').waitFor()
      await page.keyboard.press('e')
      await page.getByText(t('waiting.undo')).waitFor({ state: 'attached' })
    },
    says: /Brigadeiro!/,
  },
  {
    name: 'panel-settings-notices',
    path: portal,
    act: async (page, t) => {
      await page.getByRole('link', { name: t('portal.settings') }).click()
      await page.getByText(t('notifying.device')).scrollIntoViewIfNeeded()
    },
    says: 'notifying.browserText',
  },
]
