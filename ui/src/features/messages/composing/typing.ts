import { useEffect, useRef } from 'react'

import { sendingActions } from '../../../api/sending'

/** WhatsApp forgets a "typing" soon, so it is said again while somebody goes on. */
const sayAgainMs = 4_000
const idleMs = 3_000

/** Tells the other side that somebody types, and when they stop. That it may not arrive matters to nobody. */
export function useTypingNotice(tenantId: string, chatId: string): (isTyping: boolean) => void {
  const said = useRef(0)
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const say = (isTyping: boolean) => {
    said.current = isTyping ? Date.now() : 0
    sendingActions.sayActivity(tenantId, chatId, isTyping ? 'typing' : 'paused').catch(() => undefined)
  }
  useEffect(() => () => clearTimeout(idle.current), [])
  return (isTyping) => {
    clearTimeout(idle.current)
    if (isTyping) {
      if (Date.now() - said.current > sayAgainMs) say(true)
      idle.current = setTimeout(() => say(false), idleMs)
    } else if (said.current > 0) {
      say(false)
    }
  }
}

/** Tells the other side that somebody records a voice message, for as long as they do. */
export function useRecordingNotice(tenantId: string, chatId: string, isRecording: boolean): void {
  useEffect(() => {
    if (!isRecording) return
    const say = (activity: 'recording' | 'paused') => {
      sendingActions.sayActivity(tenantId, chatId, activity).catch(() => undefined)
    }
    say('recording')
    const again = setInterval(() => say('recording'), sayAgainMs)
    return () => {
      clearInterval(again)
      say('paused')
    }
  }, [tenantId, chatId, isRecording])
}
