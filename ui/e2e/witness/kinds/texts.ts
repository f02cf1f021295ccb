// Words, and what goes with them.
import { plain, type Row, told } from './row'

const odd = '*oi*, _tudo_ bem? 👩🏽‍🚀\u202e'
const link = 'https://exemplo.com/bolo'
const seen = { url: link, title: 'Bolo', description: 'De fubá' }
const advertisement = {
  title: 'Bolos',
  body: 'Todo dia',
  sourceUrl: 'https://exemplo.com/anuncio',
  sourceId: 'a1',
  sourceType: 'ad',
  ctwaClid: 'clique',
}
const referral = {
  title: 'Bolos',
  body: 'Todo dia',
  sourceUrl: 'https://exemplo.com/anuncio',
  sourceId: 'a1',
  sourceKind: 'ad',
  clickId: 'clique',
}

/** Baileys writes every text in its extended form; phones write a plain one without it. */
export const texts: Row[] = [
  { kind: 'text', made: { text: odd, linkPreview: null }, content: plain(odd) },
  { kind: 'text', made: { raw: { conversation: odd } }, content: plain(odd) },
  {
    kind: 'text',
    made: { text: `veja ${link}`, linkPreview: { ...seen, 'canonical-url': link, 'matched-text': link } },
    content: { kind: 'text', text: `veja ${link}`, preview: seen },
  },
  {
    kind: 'text',
    made: { text: 'respondo', linkPreview: null },
    answers: true,
    content: plain('respondo'),
    beside: { quote: { kind: 'text', text: `veja ${link}` } },
  },
  {
    kind: 'text',
    made: (before) => ({ forward: before, force: true }),
    content: plain('respondo'),
    beside: { forwarded: 1 },
  },
  {
    kind: 'text',
    made: { text: `fala com @${told}`, linkPreview: null, mentions: [`${told}@s.whatsapp.net`] },
    content: plain(`fala com @${told}`),
    beside: { mentions: [told] },
  },
  {
    kind: 'text',
    made: { text: 'some amanhã', linkPreview: null, contextInfo: { expiration: 86_400 } },
    content: plain('some amanhã'),
    beside: { expiresAfterS: 86_400 },
  },
  {
    kind: 'text',
    made: {
      raw: { ephemeralMessage: { message: { extendedTextMessage: { text: 'em envelope', contextInfo: { expiration: 604_800 } } } } },
    },
    content: plain('em envelope'),
    beside: { expiresAfterS: 604_800 },
  },
  {
    kind: 'text',
    made: {
      raw: { extendedTextMessage: { text: 'muitas vezes', contextInfo: { isForwarded: true, forwardingScore: 127 } } },
    },
    content: plain('muitas vezes'),
    beside: { forwarded: 127 },
  },
  {
    kind: 'text',
    made: { text: 'vi o anúncio', linkPreview: null, contextInfo: { externalAdReply: advertisement } },
    content: plain('vi o anúncio'),
    beside: { referral },
  },
]
