/** Two soft tones, one after the other. */
const tones = [
  { hertz: 880, atS: 0, forS: 0.14 },
  { hertz: 1174.7, atS: 0.11, forS: 0.24 },
] as const
const loudness = 0.07
/** A browser that allows the sound begins it within this. */
const patienceMs = 300

/** A short, quiet sound; whether it was heard. A page that nobody has touched yet may make none. */
export async function chime(): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false
  const sound = new AudioContext()
  try {
    await Promise.race([sound.resume(), new Promise((wake) => setTimeout(wake, patienceMs))])
    // Left open it would sound with the next press, long after what it tells of.
    if (sound.state !== 'running') return false
    const ended = tones.map(({ hertz, atS, forS }) => {
      const [wave, volume] = [sound.createOscillator(), sound.createGain()]
      const from = sound.currentTime + atS
      wave.frequency.value = hertz
      volume.gain.setValueAtTime(0, from)
      volume.gain.linearRampToValueAtTime(loudness, from + 0.015)
      volume.gain.exponentialRampToValueAtTime(0.0001, from + forS)
      wave.connect(volume).connect(sound.destination)
      wave.start(from)
      wave.stop(from + forS)
      return new Promise((end) => wave.addEventListener('ended', end))
    })
    void Promise.all(ended).then(() => sound.close())
    return true
  } catch {
    return false
  } finally {
    if (sound.state !== 'running') void sound.close()
  }
}
