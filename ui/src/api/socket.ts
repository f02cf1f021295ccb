import type { Socket } from 'socket.io-client'

import { connection } from './connection'
import { isLoggedOut, troubleOf } from './problem'

/** What a socket says, as the server's description has it. */
interface Said {
  event: string
  data: unknown
}

/** What to do with each thing that a socket says. */
type On<S extends Said> = { [E in S['event']]: (data: Extract<S, { event: E }>['data']) => void }

interface Wishes<S extends Said> {
  /** A fresh one-time ticket for each attempt. */
  ticket: () => Promise<{ ticket: string }>
  on: On<S>
  /** Each time the connection is up: ask for what was missed. */
  onOpen: () => void
  /** The login has ended. */
  onLoggedOut: () => void
}

/** Keeps a socket open until the returned function is called. The client library is fetched here, not with the page. */
export function openSocket<S extends Said>({ ticket, on, onOpen, onLoggedOut }: Wishes<S>): () => void {
  let socket: Socket | undefined
  let isClosed = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let attempts = 0

  // A used ticket must not be offered again, so each attempt is a connection of our own making.
  const connect = async () => {
    try {
      const [{ io }, fresh] = await Promise.all([import('socket.io-client'), ticket()])
      if (isClosed) return
      socket = io({ transports: ['websocket'], auth: { ticket: fresh.ticket }, reconnection: false, forceNew: true })
      socket.on('connect', () => {
        attempts = 0
        connection.set('live')
        onOpen()
      })
      socket.on('disconnect', () => again('asking'))
      socket.on('connect_error', () => again('asking'))
      for (const [event, listener] of Object.entries(on)) socket.on(event, listener as (data: unknown) => void)
    } catch (error) {
      if (isLoggedOut(error)) onLoggedOut()
      else again(troubleOf(error).code === 'offline' ? 'down' : 'asking')
    }
  }

  const again = (without: 'asking' | 'down') => {
    socket?.removeAllListeners()
    socket?.close()
    if (isClosed) return
    connection.set(navigator.onLine ? without : 'down')
    const delay = Math.min(15_000, 500 * 2 ** attempts++) * (0.75 + Math.random() / 2)
    clearTimeout(retry)
    retry = setTimeout(() => void connect(), delay)
  }

  const hurry = () => {
    if (connection.get() === 'live' || connection.get() === 'opening') return
    clearTimeout(retry)
    attempts = 0
    void connect()
  }
  // An open socket notices only after its next missing beat. The browser may mean another network than the one to the
  // server, so it is tried at once.
  const lose = () => {
    again('down')
    hurry()
  }

  connection.set('opening')
  addEventListener('online', hurry)
  addEventListener('offline', lose)
  void connect()
  return () => {
    isClosed = true
    clearTimeout(retry)
    removeEventListener('online', hurry)
    removeEventListener('offline', lose)
    socket?.removeAllListeners()
    socket?.close()
  }
}
