// Buttons, lists, templates and native flows, and what was chosen from them.
import { proto } from 'baileys'

import type { Content, Row, Schemas } from './row'

type Choices = Schemas['Choices']

const choices = (shape: Choices['shape'], text: string, options: Choices['options'], about: Partial<Choices> = {}): Content => ({
  kind: 'choices',
  shape,
  header: '',
  text,
  footer: '',
  button: '',
  options,
  ...about,
})
const option = (id: string, title: string, action: Schemas['ChoiceAction'] = { does: 'reply' }) => ({ id, title, section: '', action })
const opened = option('', 'Ver', { does: 'open_url', value: 'https://exemplo.com/a' })
const called = option('', 'Ligar', { does: 'call_number', value: '+5511900000003' })
const chosen = (id: string, title: string, about: Partial<Schemas['Chosen']> = {}): Content => ({ kind: 'chosen', id, title, ...about })

const buttons: proto.Message.IButtonsMessage = {
  headerType: proto.Message.ButtonsMessage.HeaderType.TEXT,
  text: 'Pedido 123',
  contentText: 'Confirma?',
  footerText: 'Padaria Sol',
  buttons: [{ buttonId: '1', buttonText: { displayText: 'Sim' }, type: proto.Message.ButtonsMessage.Button.Type.RESPONSE }],
}
const list: proto.Message.IListMessage = {
  title: 'Cardápio',
  description: 'O que vai ser?',
  buttonText: 'Ver',
  footerText: 'Padaria Sol',
  listType: proto.Message.ListMessage.ListType.SINGLE_SELECT,
  sections: [{ title: 'Pães', rows: [{ rowId: '1', title: 'Francês', description: 'Quente' }] }],
}
const template: proto.Message.ITemplateMessage = {
  hydratedTemplate: {
    hydratedTitleText: 'Pedido 123',
    hydratedContentText: 'Seu pedido saiu',
    hydratedFooterText: 'Padaria Sol',
    hydratedButtons: [
      { quickReplyButton: { displayText: 'Sim', id: '1' } },
      { urlButton: { displayText: 'Ver', url: 'https://exemplo.com/a' } },
      { callButton: { displayText: 'Ligar', phoneNumber: '+5511900000003' } },
    ],
  },
}
const flow = (name: string, params: object) => ({ name, buttonParamsJson: JSON.stringify(params) })
const interactive: proto.Message.IInteractiveMessage = {
  header: { title: 'Pedido 123' },
  body: { text: 'Confirma?' },
  footer: { text: 'Padaria Sol' },
  nativeFlowMessage: {
    buttons: [
      flow('quick_reply', { id: '1', display_text: 'Sim' }),
      flow('cta_url', { display_text: 'Ver', url: 'https://exemplo.com/a' }),
      flow('cta_copy', { display_text: 'Copiar', copy_code: 'PIX123' }),
    ],
  },
}
const answer = JSON.stringify({ id: '1', description: 'Quente' })
const named = { header: 'Pedido 123', footer: 'Padaria Sol' }

export const choicesAndAnswers: Row[] = [
  { kind: 'choices', made: { raw: { buttonsMessage: buttons } }, content: choices('buttons', 'Confirma?', [option('1', 'Sim')], named) },
  {
    kind: 'choices',
    made: { raw: { listMessage: list } },
    content: choices('list', 'O que vai ser?', [{ ...option('1', 'Francês'), description: 'Quente', section: 'Pães' }], {
      header: 'Cardápio',
      footer: 'Padaria Sol',
      button: 'Ver',
    }),
  },
  {
    kind: 'choices',
    made: { raw: { templateMessage: template } },
    content: choices('template', 'Seu pedido saiu', [option('1', 'Sim'), opened, called], named),
  },
  {
    kind: 'choices',
    made: { raw: { viewOnceMessage: { message: { interactiveMessage: interactive } } } },
    content: choices(
      'interactive',
      'Confirma?',
      [option('1', 'Sim'), opened, option('', 'Copiar', { does: 'copy', value: 'PIX123' })],
      named,
    ),
    // Old ways of sending buttons put them into this envelope.
    beside: { isViewOnce: true },
  },
  { kind: 'chosen', made: { buttonReply: { id: '1', displayText: 'Sim', index: 0 }, type: 'plain' }, content: chosen('1', 'Sim') },
  { kind: 'chosen', made: { buttonReply: { id: '1', displayText: 'Sim', index: 0 }, type: 'template' }, content: chosen('1', 'Sim') },
  {
    kind: 'chosen',
    made: {
      listReply: {
        title: 'Francês',
        description: 'Quente',
        listType: proto.Message.ListResponseMessage.ListType.SINGLE_SELECT,
        singleSelectReply: { selectedRowId: '1' },
      },
    },
    content: chosen('1', 'Francês', { description: 'Quente' }),
  },
  {
    kind: 'chosen',
    made: {
      raw: {
        interactiveResponseMessage: {
          body: { text: 'Francês' },
          nativeFlowResponseMessage: { name: 'menu_options', paramsJson: answer, version: 3 },
        },
      },
    },
    content: chosen('1', 'Francês', { description: 'Quente', answerJson: answer }),
  },
]
