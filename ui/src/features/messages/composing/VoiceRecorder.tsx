import { SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { playTime } from '../../../lib/dates'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { type Recorded, type Recording, RecordingError, type RecordingTrouble, startRecording } from './recorder'

interface Props {
  onDone: (recorded: Recorded) => void
  onDiscard: () => void
  onTrouble: (trouble: RecordingTrouble) => void
}

/** How often it is looked how loud it is. */
const lookMs = 100
const bars = 48

type State = 'asking' | 'recording' | 'preparing'

/** In the place of the composer while somebody speaks. */
export function VoiceRecorder({ onDone, onDiscard, onTrouble }: Props) {
  const { t } = useTranslation()
  const recording = useRef<Recording>(undefined)
  const send = useRef<HTMLButtonElement>(null)
  const [state, setState] = useState<State>('asking')
  const [seconds, setSeconds] = useState(0)
  const [levels, setLevels] = useState<readonly number[]>([])

  // As they are when it ends: the chat may have become another one.
  const done = useRef(onDone)
  const trouble = useRef(onTrouble)
  useEffect(() => {
    done.current = onDone
    trouble.current = onTrouble
  })
  useEffect(() => {
    let isLeft = false
    let timer: ReturnType<typeof setInterval> | undefined
    const begin = async () => {
      const one = await startRecording()
      // Whoever has gone meanwhile is not recorded.
      if (isLeft) return one.discard()
      recording.current = one
      setState('recording')
      timer = setInterval(() => {
        setSeconds(one.elapsedS())
        setLevels((known) => [...known, one.level()].slice(-bars))
      }, lookMs)
    }
    begin().catch((error: unknown) => {
      if (!isLeft) trouble.current(error instanceof RecordingError ? error.trouble : 'failed')
    })
    return () => {
      isLeft = true
      clearInterval(timer)
      recording.current?.discard()
      recording.current = undefined
    }
  }, [])
  useEffect(() => {
    if (state === 'recording') send.current?.focus()
  }, [state])

  const finish = async () => {
    const one = recording.current
    if (!one || state !== 'recording') return
    setState('preparing')
    try {
      const recorded = await one.finish()
      done.current(recorded)
    } catch (error) {
      trouble.current(error instanceof RecordingError ? error.trouble : 'failed')
    }
  }
  return (
    <div role="group" aria-label={t('voice.recording')} className="flex items-center gap-2">
      <IconButton size="large" label={t('voice.discard')} onClick={onDiscard} className="size-[46px]! rounded-lg!">
        <Trash2 size={20} />
      </IconButton>
      <div className="flex h-[46px] min-w-0 grow items-center gap-3 rounded-lg border border-line-strong px-3">
        {state === 'recording' ? (
          <>
            <span aria-hidden className="size-2.5 shrink-0 animate-pulse-soft rounded-full bg-danger" />
            <span role="timer" aria-label={t('voice.recording')} className="shrink-0 text-lg tabular-nums">
              {playTime(Math.floor(seconds))}
            </span>
            <Levels levels={levels} />
          </>
        ) : (
          <span role="status" className="truncate text-soft">
            {t(state === 'asking' ? 'voice.asking' : 'voice.preparing')}
          </span>
        )}
      </div>
      <IconButton
        ref={send}
        kind="primary"
        size="large"
        label={t('voice.send')}
        isBusy={state === 'preparing'}
        offBecause={state === 'asking' ? t('voice.asking') : undefined}
        onClick={() => void finish()}
        className="size-[46px]! rounded-lg! px-0!"
      >
        <SendHorizontal size={20} />
      </IconButton>
    </div>
  )
}

/** How loud it was in the last seconds, now at the right. */
function Levels({ levels }: { levels: readonly number[] }) {
  return (
    <svg
      viewBox={`0 0 ${bars * 5} 24`}
      preserveAspectRatio="xMaxYMid slice"
      aria-hidden
      className="h-6 min-w-0 grow fill-current text-accent"
    >
      {levels.map((level, index) => {
        const height = Math.max(2, level * 24)
        return <rect key={index} x={(bars - levels.length + index) * 5} y={(24 - height) / 2} width={3} height={height} rx={1.5} />
      })}
    </svg>
  )
}
