// Shapes that few apps send, and that stand in a chat all the same.
import { proto } from 'baileys'

import { hashOf } from './places'
import { plain, type Row } from './row'

const asked = { name: 'Qual?', options: [{ optionName: 'Pão' }, { optionName: 'Bolo' }], selectableOptionsCount: 1 }
const flow = (name: string, params: object) => ({ name, buttonParamsJson: JSON.stringify(params) })
const reply = { id: '1', title: 'Quero', action: { does: 'reply' as const } }
const card = (title: string): proto.Message.IInteractiveMessage => ({
  header: { title },
  body: { text: 'Todo dia' },
  nativeFlowMessage: { buttons: [flow('quick_reply', { id: '1', display_text: 'Quero' })] },
})
const menu = { sections: [{ title: 'Pães', rows: [{ id: '1', title: 'Francês', description: 'Quente' }] }] }

export const rarer: Row[] = [
  {
    kind: 'text',
    made: (before) => ({ raw: { commentMessage: { message: { conversation: 'comento' }, targetMessageKey: before.key } } }),
    content: plain('comento'),
    beside: { comments: true },
  },
  {
    kind: 'poll',
    made: { raw: { pollCreationMessageV5: asked } },
    content: { kind: 'poll', question: 'Qual?', options: ['Pão', 'Bolo'].map((name) => ({ name, hash: hashOf(name) })), choices: 1 },
  },
  {
    kind: 'occasion',
    made: { raw: { scheduledCallCreationMessage: { title: 'Reunião', scheduledTimestampMs: 1_900_000_000_000, callType: 2 } } },
    content: { kind: 'occasion', name: 'Reunião', startsAtS: 1_900_000_000, isCancelled: false },
  },
  {
    kind: 'choices',
    made: { raw: { interactiveMessage: { body: { text: 'Vitrine' }, carouselMessage: { cards: [card('Pão'), card('Bolo')] } } } },
    content: {
      kind: 'choices',
      shape: 'interactive',
      header: '',
      text: 'Vitrine',
      footer: '',
      button: '',
      options: [
        { ...reply, section: 'Pão' },
        { ...reply, section: 'Bolo' },
      ],
    },
  },
  {
    kind: 'choices',
    made: { raw: { interactiveMessage: { body: { text: 'Cardápio' }, nativeFlowMessage: { buttons: [flow('single_select', menu)] } } } },
    content: {
      kind: 'choices',
      shape: 'interactive',
      header: '',
      text: 'Cardápio',
      footer: '',
      button: '',
      options: [{ id: '1', title: 'Francês', description: 'Quente', section: 'Pães', action: { does: 'reply' } }],
    },
  },
  {
    kind: 'open_on_phone',
    made: { raw: { templateMessage: { hydratedTemplate: { hydratedContentText: '123456', maskLinkedDevices: true } } } },
    content: { kind: 'open_on_phone' },
  },
  {
    kind: 'unsupported',
    made: { raw: { stickerPackMessage: { stickerPackId: 'p1', name: 'Pães', publisher: 'Padaria Sol' } } },
    content: { kind: 'unsupported', name: 'stickerPackMessage' },
  },
]
