// What is heard in a conversation. It plays outside of the page's elements, because a message that is scrolled away
// leaves the page and is heard on.
import { local } from '../../../../lib/local'
import { createStore, useStore } from '../../../../lib/store'
import { takeTurn } from './turns'

export const speeds = [1, 1.5, 2] as const
const kept = 'portaria.playback-speed'

interface Playing {
  /** What is in the player: a file's id, or the address of one on its way. */
  id: string | null
  isPlaying: boolean
  atS: number
  /** How long it is, once that is known. */
  totalS: number | null
  /** This browser can't play it. */
  isBroken: boolean
}

const nothing: Playing = { id: null, isPlaying: false, atS: 0, totalS: null, isBroken: false }
const playing = createStore<Playing>(nothing)
const speed = createStore<number>(speeds.find((one) => String(one) === local.get(kept)) ?? 1)

let sound: HTMLAudioElement | undefined
/** What is heard after something, by itself. */
let follower: (id: string) => Followed | undefined = () => undefined

interface Followed {
  id: string
  url: string
}

function change(more: Partial<Playing>): void {
  playing.set({ ...playing.get(), ...more })
}

function load(id: string, url: string): HTMLAudioElement {
  if (sound && playing.get().id === id) return sound
  sound?.pause()
  sound ??= made()
  playing.set({ ...nothing, id })
  sound.src = url
  sound.playbackRate = speed.get()
  return sound
}

/** One element for all that is heard: phones let one play on by itself only what somebody began. */
function made(): HTMLAudioElement {
  const next = new Audio()
  const onlyIfCurrent = (act: () => void) => () => {
    if (sound === next) act()
  }
  const tell = onlyIfCurrent(() => {
    const { currentTime, duration, paused } = next
    change({ isPlaying: !paused, atS: currentTime, totalS: Number.isFinite(duration) && duration > 0 ? duration : null })
  })
  for (const news of ['play', 'pause', 'timeupdate', 'durationchange', 'seeked']) next.addEventListener(news, tell)
  next.addEventListener('play', () => takeTurn(next))
  next.addEventListener(
    'ended',
    onlyIfCurrent(() => {
      change({ isPlaying: false, atS: 0 })
      const { id } = playing.get()
      const after = id === null ? undefined : follower(id)
      if (after) player.toggle(after.id, after.url)
    }),
  )
  next.addEventListener(
    'error',
    onlyIfCurrent(() => change({ isPlaying: false, isBroken: true })),
  )
  next.preload = 'metadata'
  return next
}

export const player = {
  toggle(id: string, url: string): void {
    const one = load(id, url)
    if (!one.paused) return one.pause()
    if (one.ended) one.currentTime = 0
    one.playbackRate = speed.get()
    // A refusal is told by the element's own error, and a pause in between is none.
    one.play().catch(() => undefined)
  },
  /** Goes to a place in it, playing or not. */
  seek(id: string, url: string, atS: number): void {
    const one = load(id, url)
    one.currentTime = atS
    change({ atS })
  },
  nextSpeed(): void {
    const at = speeds.findIndex((one) => one === speed.get())
    const next = speeds[(at + 1) % speeds.length] ?? 1
    speed.set(next)
    local.set(kept, String(next))
    if (sound) sound.playbackRate = next
  },
  /** Says what is heard after what was begun. */
  follow(next: (id: string) => Followed | undefined): void {
    follower = next
  },
  stop(): void {
    sound?.pause()
    sound = undefined
    playing.set(nothing)
  },
}

/** How it stands with one file. */
export function usePlaying(id: string): Omit<Playing, 'id'> & { isLoaded: boolean; speed: number } {
  const now = useStore(playing)
  const rate = useStore(speed)
  const isLoaded = now.id === id
  return { ...(isLoaded ? now : nothing), isLoaded, speed: rate }
}
