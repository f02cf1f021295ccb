// What is sold, ordered and paid; and what nobody can show.
import { proto } from 'baileys'

import { picture } from './files'
import type { Content, Row, Schemas } from './row'

const payment = (about: Schemas['PaymentKind'], more: Partial<Schemas['Payment']> = {}): Content => ({ kind: 'payment', about, ...more })

const commerce: Row[] = [
  {
    kind: 'product',
    made: {
      product: {
        productImage: picture,
        productId: '77',
        title: 'Bolo',
        description: 'De fubá',
        currencyCode: 'BRL',
        priceAmount1000: 25_000,
        url: 'https://exemplo.com/bolo',
      },
    },
    content: {
      kind: 'product',
      id: '77',
      title: 'Bolo',
      description: 'De fubá',
      priceThousandths: 25_000,
      currency: 'BRL',
      url: 'https://exemplo.com/bolo',
    },
  },
  {
    kind: 'order',
    made: {
      raw: {
        orderMessage: {
          orderId: '123',
          orderTitle: 'Padaria Sol',
          message: 'para sábado',
          itemCount: 2,
          totalAmount1000: 50_000,
          totalCurrencyCode: 'BRL',
        },
      },
    },
    content: {
      kind: 'order',
      id: '123',
      title: 'Padaria Sol',
      text: 'para sábado',
      items: 2,
      totalThousandths: 50_000,
      currency: 'BRL',
    },
  },
  {
    kind: 'payment',
    made: {
      raw: {
        requestPaymentMessage: {
          noteMessage: { extendedTextMessage: { text: 'o bolo' } },
          currencyCodeIso4217: 'BRL',
          amount1000: 25_000,
        },
      },
    },
    content: payment('requested', { amountThousandths: 25_000, currency: 'BRL', note: 'o bolo' }),
  },
  {
    kind: 'payment',
    made: { raw: { sendPaymentMessage: { noteMessage: { conversation: 'pago' } } } },
    content: payment('sent', { note: 'pago' }),
  },
  { kind: 'payment', made: { raw: { declinePaymentRequestMessage: {} } }, content: payment('declined') },
  { kind: 'payment', made: { raw: { cancelPaymentRequestMessage: {} } }, content: payment('cancelled') },
  { kind: 'payment', made: { raw: { paymentInviteMessage: {} } }, content: payment('invited') },
  { kind: 'payment', made: { raw: { invoiceMessage: { note: 'conta de luz' } } }, content: payment('invoice', { note: 'conta de luz' }) },
]

const theRest: Row[] = [
  {
    kind: 'call',
    made: {
      raw: { callLogMesssage: { isVideo: true, callOutcome: proto.Message.CallLogMessage.CallOutcome.CONNECTED, durationSecs: 61 } },
    },
    content: { kind: 'call', isVideo: true, outcome: 'answered', durationS: 61 },
  },
  {
    kind: 'open_on_phone',
    made: {
      raw: { placeholderMessage: { type: proto.Message.PlaceholderMessage.PlaceholderType.MASK_LINKED_DEVICES } },
    },
    content: { kind: 'open_on_phone' },
  },
  { kind: 'unsupported', made: { requestPhoneNumber: true }, content: { kind: 'unsupported', name: 'requestPhoneNumberMessage' } },
  { kind: 'unsupported', made: { raw: { bcallMessage: {} } }, content: { kind: 'unsupported', name: 'bcallMessage' } },
]

export const commerceAndTheRest: Row[] = [...commerce, ...theRest]
