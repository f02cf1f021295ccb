// Which events tell of something new, for whoever looks elsewhere.
import { arrivals } from './arrivals'
import type { Reducer } from './reducer'
import type { Message } from './types'

/** Calls that were heard ringing: whoever looks elsewhere is told once they are missed. */
const ringing = new Set<string>()

const rings = ({ content }: Message) => content.kind === 'call' && content.outcome === 'ringing'

export const arrivalReducer = {
  on: {
    'message.received': {
      follow: (_, tenantId, { number, data }) => {
        if (rings(data.message)) ringing.add(data.message.id)
        arrivals.tell(tenantId, { number, ...data })
      },
    },
    'message.updated': {
      follow: (_, tenantId, { number, data }) => {
        if (!rings(data.message) && ringing.delete(data.message.id)) arrivals.tell(tenantId, { number, ...data })
      },
    },
  },
} satisfies Reducer
