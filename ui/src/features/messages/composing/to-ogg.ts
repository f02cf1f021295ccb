/** Puts recorded Opus from its WebM into the Ogg that WhatsApp's voice messages are made of; the sound stays as it is. */
export async function toOgg(webm: Blob): Promise<Blob> {
  // Fetched here, not with the page.
  const { BlobSource, BufferTarget, Conversion, Input, OggOutputFormat, Output, WEBM } = await import('mediabunny')
  const input = new Input({ source: new BlobSource(webm), formats: [WEBM] })
  const target = new BufferTarget()
  const conversion = await Conversion.init({ input, output: new Output({ format: new OggOutputFormat(), target }) })
  await conversion.execute()
  if (!target.buffer) throw new Error('nothing was written')
  return new Blob([target.buffer], { type: 'audio/ogg; codecs=opus' })
}
