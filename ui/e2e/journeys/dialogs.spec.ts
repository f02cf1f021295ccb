// Every dialog against the mock: whoever opens one can type, or press Enter, and gets what they mean. That none is
// forgotten is read from the sources.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { setWebhooks } from '../mock/webhooks'
import { publicId, secret } from '../mock/world'
import { desk } from '../support/panel'
import { until } from '../support/programs'

interface DialogCase {
  /** The file that shows it, below src. */
  source: string
  name: string
  path: string
  open: (page: Page) => Promise<void>
  /** What has the focus: a field that is written into, or the button that Enter presses. */
  first: { field: string } | { button: string | RegExp }
  /** The button that has the focus afterwards, where what opened it is gone by then. */
  next?: string
}

const portal = `/client/${publicId}#${secret}`
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click()
const toTenant = (page: Page) => page.getByRole('link', { name: 'Clínica Vida' }).click()
const onLink = (item: string) => async (page: Page) => {
  await toTenant(page)
  await press(page, 'Mais ações do link')
  await page.getByRole('menuitem', { name: item }).click()
}
const newTenant = (page: Page) => press(page, 'Criar novo cliente')
const newKey = (page: Page) => press(page, 'Criar chave')
/** Filled and sent by keyboard alone; the dialog shows what came of it. */
const send = async (page: Page, text: string, shown: string) => {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText(shown).waitFor()
}

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
const toWebhooks = async (page: Page) => {
  setWebhooks(stage.mock.state, Date.now())
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver webhooks' }).click()
}
const toWebhook = async (page: Page) => {
  await toWebhooks(page)
  await page.getByRole('link', { name: /n8n/ }).click()
}
const onWebhook = (item: string) => async (page: Page) => {
  await toWebhook(page)
  await press(page, 'Mais ações do webhook')
  await page.getByRole('menuitem', { name: item }).click()
}
const countAgain = async (page: Page) => {
  await toWebhook(page)
  await press(page, 'Reenviar vários')
  await press(page, 'Ver quantos são')
  await page
    .getByRole('dialog')
    .getByText(/^Reenviar \d+ avisos/)
    .waitFor()
}

const dialogs: DialogCase[] = [
  {
    source: 'features/webhooks/WebhookDialog.tsx',
    name: 'a new webhook',
    path: portal,
    open: async (page) => {
      await toWebhooks(page)
      await press(page, 'Novo webhook')
    },
    first: { field: 'Endereço' },
  },
  {
    source: 'features/webhooks/WebhookDialog.tsx',
    name: 'a new webhook’s secret',
    path: portal,
    open: async (page) => {
      await toWebhooks(page)
      await press(page, 'Novo webhook')
      await send(page, 'https://n8n.example/webhook', 'Webhook criado')
    },
    first: { button: 'Copiar segredo' },
  },
  {
    source: 'features/webhooks/TestDialog.tsx',
    name: 'a webhook is tested',
    path: portal,
    open: async (page) => {
      await toWebhook(page)
      await press(page, 'Testar')
    },
    first: { button: 'Fechar' },
  },
  {
    source: 'features/webhooks/RotateDialog.tsx',
    name: 'a webhook gets another secret',
    path: portal,
    open: onWebhook('Trocar segredo'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/webhooks/RotateDialog.tsx',
    name: 'a webhook’s other secret',
    path: portal,
    open: async (page) => {
      await onWebhook('Trocar segredo')(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Trocar segredo' }).click()
      await page.getByText('Segredo trocado').waitFor()
    },
    first: { button: 'Copiar segredo' },
  },
  {
    source: 'features/webhooks/WebhookPane.tsx',
    name: 'a webhook is taken away',
    path: portal,
    open: onWebhook('Apagar webhook'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/webhooks/DeliveryDialog.tsx',
    name: 'a delivery is looked at',
    path: portal,
    open: async (page) => {
      await toWebhook(page)
      await page.getByRole('list', { name: 'Envios' }).getByRole('button').first().click()
    },
    first: { button: 'Fechar' },
  },
  {
    source: 'features/webhooks/SendAgainDialog.tsx',
    name: 'which deliveries are sent again',
    path: portal,
    open: async (page) => {
      await toWebhook(page)
      await press(page, 'Reenviar vários')
    },
    first: { button: 'Ver quantos são' },
  },
  {
    source: 'features/webhooks/SendAgainDialog.tsx',
    name: 'how many deliveries are sent again',
    path: portal,
    open: countAgain,
    first: { button: 'Voltar' },
  },
  {
    source: 'features/webhooks/SendAgainDialog.tsx',
    name: 'deliveries were sent again',
    path: portal,
    open: async (page) => {
      await countAgain(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Reenviar' }).click()
      await page.getByText(/avisos estão na fila/).waitFor()
    },
    first: { button: 'Concluir' },
  },
  {
    source: 'features/contacts/CheckNumbersDialog.tsx',
    name: 'numbers are checked',
    path: portal,
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
    path: portal,
    open: async (page) => {
      await toContacts(page)
      await page.getByRole('link', { name: /Adriana Alves/ }).click()
      await press(page, 'Bloquear')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/contacts/erasing/EraseDialog.tsx',
    name: 'somebody is erased',
    path: portal,
    open: async (page) => {
      await toContacts(page)
      await page.getByRole('link', { name: /Adriana Alves/ }).click()
      await press(page, 'Apagar tudo')
    },
    first: { field: 'Para confirmar, escreva “apagar”' },
  },
  {
    source: 'admin/tenants/NewTenantDialog.tsx',
    name: 'a new tenant',
    path: '/',
    open: newTenant,
    first: { field: 'Nome do cliente' },
  },
  {
    source: 'admin/tenants/NewTenantDialog.tsx',
    name: 'a new tenant’s link',
    path: '/',
    open: async (page) => {
      await newTenant(page)
      await send(page, 'Padaria Lua', 'Padaria Lua: link pronto')
    },
    first: { button: 'Copiar link' },
  },
  {
    source: 'admin/keys/NewKeyDialog.tsx',
    name: 'a new key',
    path: '/settings',
    open: newKey,
    first: { field: 'Para que é a chave' },
  },
  {
    source: 'admin/keys/NewKeyDialog.tsx',
    name: 'a key that is shown once',
    path: '/settings',
    open: async (page) => {
      await newKey(page)
      await send(page, 'Loja virtual', 'Guarde agora: por segurança, ela aparece só esta vez.')
    },
    first: { button: 'Copiar chave' },
  },
  {
    source: 'admin/keys/RevokeDialog.tsx',
    name: 'a key is revoked',
    path: '/settings',
    open: (page) => press(page, /^Revogar a chave/),
    first: { button: 'Cancelar' },
  },
  {
    source: 'admin/keys/RevokeDialog.tsx',
    name: 'what a revoked key left behind',
    path: '/settings',
    open: async (page) => {
      await press(page, 'Revogar a chave Faturamento')
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Link de Padaria Sol').waitFor()
      await dialog.getByRole('button', { name: 'Revogar' }).click()
      await dialog.getByText('O que esta chave criou ou viu continua valendo').waitFor()
    },
    first: { button: 'Concluir' },
    next: 'Criar chave',
  },
  {
    source: 'admin/password/PasswordRow.tsx',
    name: 'the panel’s password is changed',
    path: '/settings',
    open: (page) => press(page, 'Trocar senha'),
    first: { field: 'Senha atual' },
  },
  {
    source: 'admin/two-steps/SwitchOnDialog.tsx',
    name: 'login in two steps is switched on',
    path: '/settings',
    open: (page) => press(page, 'Ligar'),
    first: { field: 'Senha do painel' },
  },
  {
    source: 'admin/two-steps/SwitchOnDialog.tsx',
    name: 'an authenticator app is told the secret',
    path: '/settings',
    open: async (page) => {
      await press(page, 'Ligar')
      await send(page, 'correct horse', 'Ou digite esta chave no aplicativo:')
    },
    first: { field: 'Código que o aplicativo mostra' },
  },
  {
    source: 'admin/two-steps/ProveDialog.tsx',
    name: 'recovery codes are shown once',
    path: '/settings',
    open: async (page) => {
      await press(page, 'Ligar')
      await send(page, 'correct horse', 'Ou digite esta chave no aplicativo:')
      await send(page, '123456', 'Por segurança, eles aparecem só esta vez.')
    },
    first: { button: 'Copiar códigos' },
  },
  {
    source: 'features/link/LinkCard.tsx',
    name: 'a link is changed',
    path: '/',
    open: onLink('Trocar link'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/link/LinkCard.tsx',
    name: 'a link is revoked',
    path: '/',
    open: onLink('Revogar link'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/link/ApiKeyCard.tsx',
    name: 'a tenant’s key is renewed',
    path: '/',
    open: async (page) => {
      await toTenant(page)
      await press(page, 'Gerar nova chave')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/NewChatDialog.tsx',
    name: 'a new chat',
    path: portal,
    open: (page) => press(page, 'Nova conversa'),
    first: { field: 'Número com DDD' },
  },
  {
    source: 'features/messages/groups/NewGroupDialog.tsx',
    name: 'a new group',
    path: portal,
    open: async (page) => {
      await press(page, 'Nova conversa')
      await press(page, 'Novo grupo')
    },
    first: { field: 'Nome do grupo' },
  },
  {
    source: 'features/messages/kinds/media/Viewer.tsx',
    name: 'a picture in the whole window',
    path: portal,
    open: async (page) => {
      await page.getByRole('link', { name: /João Pereira/ }).click()
      await press(page, 'Abrir: mais 3')
    },
    first: { button: 'Fechar' },
  },
  {
    source: 'features/messages/acting/ForwardDialog.tsx',
    name: 'a message is forwarded',
    path: portal,
    open: onMessage('O bolo é comigo', 'Encaminhar'),
    first: { field: 'Buscar conversa' },
  },
  {
    source: 'features/messages/acting/InfoDialog.tsx',
    name: 'how far a message has come',
    path: portal,
    open: onMessage('O bolo é comigo', 'Dados da mensagem'),
    first: { button: 'Fechar' },
  },
  {
    source: 'features/messages/acting/ActingProvider.tsx',
    name: 'a message is deleted for everyone',
    path: portal,
    open: onMessage('O bolo é comigo', 'Apagar para todos'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/acting/ActingProvider.tsx',
    name: 'a message is deleted for this account alone',
    path: portal,
    open: onMessage('O bolo é comigo', 'Apagar para mim'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/acting/ReactDialog.tsx',
    name: 'any emoji as a reaction',
    path: portal,
    open: onMessage('O bolo é comigo', 'Mais emojis'),
    first: { field: 'Buscar emoji' },
  },
  {
    source: 'features/messages/gallery/GalleryDialog.tsx',
    name: 'what a chat holds of media',
    path: portal,
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
    path: portal,
    open: onChat('Dados da conversa'),
    first: { button: 'Fechar' },
  },
  {
    source: 'features/messages/details/ChatMenu.tsx',
    name: 'a chat is emptied',
    path: portal,
    open: onChat('Limpar conversa'),
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/composing/forms/PollDialog.tsx',
    name: 'a poll is written',
    path: portal,
    open: attach('Enquete'),
    first: { field: 'Pergunta' },
  },
  {
    source: 'features/messages/composing/forms/PlaceDialog.tsx',
    name: 'a place is sent',
    path: portal,
    open: attach('Localização'),
    first: { field: 'Coordenadas ou link do mapa' },
  },
  {
    source: 'features/messages/composing/forms/CardsDialog.tsx',
    name: 'cards of people are sent',
    path: portal,
    open: attach('Contato'),
    first: { field: 'Buscar pessoa' },
  },
  {
    source: 'features/messages/later/SendLaterDialog.tsx',
    name: 'when something is to be sent',
    path: portal,
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
    path: portal,
    open: async (page) => {
      await schedule(page)
      await press(page, 'Cancelar envio')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/later/LaterDialog.tsx',
    name: 'what waits in a chat',
    path: portal,
    open: async (page) => {
      await schedule(page)
      await press(page, /mensagem programada nesta conversa/)
    },
    first: { button: 'Fechar' },
  },
  {
    source: 'features/messages/later/LaterList.tsx',
    name: 'several that wait are cancelled',
    path: portal,
    open: async (page) => {
      await schedule(page)
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await page.getByRole('link', { name: 'Ver programadas' }).click()
      await page.getByRole('checkbox', { name: 'Selecionar todas' }).check()
      await press(page, 'Cancelar selecionadas')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/attending/NameDialog.tsx',
    name: 'who answers says their name',
    path: portal,
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
    path: portal,
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Dizer quem atende aqui')
      await page.getByRole('dialog').getByLabel('Seu nome').fill('Ana')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await press(page, 'Apagar Ana')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/quick-replies/QuickReplyDialog.tsx',
    name: 'a quick reply is written',
    path: portal,
    open: async (page) => {
      await toReplies(page)
      await press(page, 'Nova resposta')
    },
    first: { field: 'Atalho' },
  },
  {
    source: 'features/quick-replies/QuickReplyList.tsx',
    name: 'a quick reply is taken away',
    path: portal,
    open: async (page) => {
      await toReplies(page)
      await press(page, 'Apagar /bomdia')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'features/messages/keys/KeysDialog.tsx',
    name: 'every key of the panel',
    path: portal,
    open: async (page) => {
      await page.getByRole('link', { name: /Marina Costa/ }).focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
    first: { button: 'Fechar' },
  },
  {
    source: 'features/dashboard/picture/PictureDialog.tsx',
    name: 'the figures as a picture',
    path: portal,
    open: async (page) => {
      await page.getByRole('link', { name: 'Painel', exact: true }).click()
      await press(page, 'Imagem')
    },
    first: { button: 'Fechar' },
  },
  {
    source: 'features/account/Logins.tsx',
    name: 'the panel is closed in all other browsers',
    path: portal,
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Fechar em todos os outros')
    },
    first: { button: 'Cancelar' },
  },
  {
    source: 'portal/panel/SettingsPage.tsx',
    name: 'a phone is unlinked',
    path: portal,
    open: async (page) => {
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await press(page, 'Desconectar o celular')
    },
    first: { button: 'Cancelar' },
  },
]

/** Enter on what leads out of a dialog changes nothing. */
const harmless = /^(Cancelar|Fechar|Concluir)$/

const stage = Stage.set()

/** Opens it; says what had the focus before, and what has been asked of the server until now. */
async function show({ path, open }: DialogCase) {
  const page = await stage.page(desk)
  await page.addInitScript(() => {
    addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && !target.closest('dialog, [role=menu]')) Object.assign(window, { cameFrom: target })
    })
  })
  await page.goto(stage.mock.url + path)
  await open(page)
  const dialog = page.getByRole('dialog')
  // A menu that opened it gives the focus away after it has left, and not at once.
  await page.locator('[data-radix-focus-guard]').first().waitFor({ state: 'detached' })
  await page.evaluate(() => new Promise((later) => setTimeout(later)))
  await dialog.locator(':focus').waitFor()
  const cameFrom = await page.evaluateHandle(() => (window as { cameFrom?: Element }).cameFrom ?? null)
  return { page, dialog, cameFrom, focused: dialog.locator(':focus') }
}

/** What was to be changed; reading changes nothing, nor does what a page tells of itself. */
const deeds = () => stage.mock.state.asked.filter((line) => !/^GET |\/(socket-ticket|read|looking|login|typing)\b/.test(line))

for (const one of dialogs) {
  const { name, first } = one
  describe(name, () => {
    it('begins where one goes on', async () => {
      const { page, dialog, focused } = await show(one)
      const before = deeds().length
      if ('button' in first) {
        assert.equal(await focused.evaluate(({ tagName }) => tagName), 'BUTTON')
        const name = await focused.getAttribute('aria-label').then((label) => label ?? focused.innerText())
        if (typeof first.button === 'string') assert.equal(name, first.button)
        else assert.match(name, first.button)
        await page.keyboard.press('Enter')
        if (harmless.test(name)) {
          await dialog.waitFor({ state: 'detached' })
          assert.equal(deeds().length, before, 'something was done')
        } else if (name.startsWith('Voltar')) {
          await dialog.getByRole('heading', { name: name.replace(/^Voltar( aos )?/, ''), exact: false }).waitFor()
          assert.equal(deeds().length, before, 'something was done')
        } else if (name.startsWith('Copiar')) await dialog.getByRole('button', { name: /^Copiad[ao]/ }).waitFor()
        else await until('it is done', () => Promise.resolve(deeds().length > before))
        return
      }
      const field = dialog.getByLabel(first.field)
      const empty = await field.inputValue()
      await page.keyboard.type('12')
      assert.equal(await field.inputValue(), `${empty}12`, 'what is typed goes elsewhere')
      await page.keyboard.press('Enter')
      await until('Enter does something, or says why not', async () => {
        if (deeds().length > before || (await dialog.count()) === 0) return true
        const says = dialog.getByRole('alert').or(dialog.getByRole('status').filter({ hasText: '12' }))
        return (await says.count()) > 0 || (await field.inputValue().catch(() => '')) !== `${empty}12`
      })
    })

    it('ends with Escape, and the focus is back where it came from', async () => {
      const { page, dialog, cameFrom } = await show(one)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      const isBack = async () => {
        if (one.next === undefined) return cameFrom.evaluate((element) => element !== null && element === document.activeElement)
        return page.getByRole('button', { name: one.next, exact: true }).evaluate((button) => button === document.activeElement)
      }
      await until('the focus is back', isBack, 3_000)
    })
  })
}

describe('the list of dialogs', () => {
  const src = fileURLToPath(new URL('../../src', import.meta.url))
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'))
    .map((name) => ({ name, text: readFileSync(`${src}/${name}`, 'utf8') }))
  const uses = (text: string) => text.match(/<(Confirm|Whole)?Dialog\b/g)?.length ?? 0

  it('names every use', () => {
    const users = sources.filter(({ name, text }) => name !== 'ui/ConfirmDialog.tsx' && uses(text) > 0)
    assert.ok(users.length > 5, 'the sources were not read')
    for (const { name, text } of users) {
      const driven = dialogs.filter(({ source }) => source === name).length
      assert.ok(driven >= uses(text), `${name} shows ${uses(text)} dialogs, and ${driven} are driven here`)
    }
  })

  it('is of all: nothing else is modal', () => {
    const others = sources.filter(({ name, text }) => name !== 'ui/Dialog.tsx' && /<dialog\b|showModal|\b(Alert)?Dialog\.Root/.test(text))
    assert.deepEqual(
      others.map(({ name }) => name),
      [],
    )
  })
})
