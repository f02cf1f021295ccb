import { toOgg } from './to-ogg'

/** Why nothing can be recorded. */
export type RecordingTrouble = 'denied' | 'missing' | 'busy' | 'failed'

export class RecordingError extends Error {
  override readonly name = 'RecordingError'
  readonly trouble: RecordingTrouble

  constructor(trouble: RecordingTrouble) {
    super(trouble)
    this.trouble = trouble
  }
}

export interface Recorded {
  file: Blob
  durationS: number
  /** Opus in Ogg, as WhatsApp's voice messages are; otherwise it goes as a sound. */
  isVoice: boolean
}

export interface Recording {
  /** How loud it is now, 0 to 1. */
  level: () => number
  elapsedS: () => number
  finish: () => Promise<Recorded>
  discard: () => void
}

/** Enough for speech; an hour of it is below the limit of a sound. */
const bitsPerSecond = 32_000
const formats = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']

/** Browsers give the microphone to pages of HTTPS and of this machine only. */
export const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator

/** Asks for the microphone and records until it is finished or discarded. Fails with {@link RecordingError}. */
export async function startRecording(): Promise<Recording> {
  const stream = await openMicrophone()
  const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format))
  const recorder = new MediaRecorder(stream, { ...(mimeType !== undefined && { mimeType }), audioBitsPerSecond: bitsPerSecond })
  const chunks: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
  // It ends by itself, too, when the microphone is taken away: what was said until then is there.
  const ended = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()))
  const began = performance.now()
  let endedAt: number | undefined
  void ended.then(() => (endedAt ??= performance.now()))
  recorder.start(1_000)
  const meter = openMeter(stream)
  const elapsedS = () => ((endedAt ?? performance.now()) - began) / 1000
  const close = async () => {
    endedAt ??= performance.now()
    if (recorder.state !== 'inactive') recorder.stop()
    await ended
    stream.getTracks().forEach((track) => track.stop())
    meter.close()
  }
  return {
    level: meter.level,
    elapsedS,
    finish: async () => {
      await close()
      const raw = new Blob(chunks, { type: recorder.mimeType })
      if (raw.size === 0) throw new RecordingError('failed')
      const durationS = elapsedS()
      if (!/webm/.test(raw.type)) return { file: raw, durationS, isVoice: /ogg/.test(raw.type) }
      const file = await toOgg(raw).catch(() => {
        throw new RecordingError('failed')
      })
      return { file, durationS, isVoice: true }
    },
    discard: () => void close(),
  }
}

async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'NotAllowedError' || name === 'SecurityError') throw new RecordingError('denied')
    if (name === 'NotFoundError' || name === 'OverconstrainedError') throw new RecordingError('missing')
    throw new RecordingError(name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'failed')
  }
}

/** Silence of a room is below this, speech near a microphone about −20. */
const quietestDb = -60

function openMeter(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      const db = 10 * Math.log10(Math.max(power, 1e-9))
      return Math.min(1, Math.max(0, 1 - db / quietestDb))
    },
    close: () => {
      if (context.state !== 'closed') void context.close()
    },
  }
}
