// Files of every kind. What they are not said to be nobody looks into, so most of them are a few letters.
import { PNG } from 'pngjs'

import type { Beside, Content, Made, Row, Schemas } from './row'

export const picture = drawn()
/** A JPEG of one pixel, for what brings its small picture along. */
const small = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////' +
    'wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
  'base64',
).toString('base64')

/** Grey, the left half darker: little enough for a sticker too. */
function drawn(): Buffer {
  const pixels = new PNG({ width: 120, height: 80 })
  pixels.data.forEach((_, at) => (pixels.data[at] = at % 4 === 3 ? 255 : at % 480 < 240 ? 80 : 160))
  return PNG.sync.write(pixels)
}

type Media = Schemas['Media']

/** What the API says of a file; `about` has what is not as usual. */
export function media(file: Media['file'], mime: string, bytes: Buffer, about: Partial<Media> = {}): Content {
  const usual = { waveform: [], isAnimated: false, isLottie: false, hasThumbnail: false }
  return { kind: 'media', file, mime, sizeBytes: bytes.length, ...usual, ...about }
}

function row(bytes: Buffer, made: Made, content: Content, beside?: Beside): Row {
  if (content.kind !== 'media') throw new Error('a file is no other kind')
  return { kind: content.file, made, content, ...(beside && { beside }), file: bytes }
}

const film = Buffer.from('film')
const song = Buffer.from('song')
const voice = Buffer.from('OggS')
const paper = Buffer.from('%PDF')
const sticker = Buffer.from('RIFF....WEBP')
export const size = { width: 120, height: 80, hasThumbnail: true }
const filmed = { width: 64, height: 48, seconds: 7, jpegThumbnail: small }
const shown = { width: 64, height: 48, durationS: 7, hasThumbnail: true }
const spoken = { durationS: 3, waveform: [0, 50, 100] }
/** Baileys passes on to the protobuf whatever it is given, and its types do not say so. */
const loudness = { waveform: new Uint8Array([0, 50, 100]) }

export const files: Row[] = [
  row(
    picture,
    { image: picture, caption: 'o bolo', mimetype: 'image/png' },
    media('image', 'image/png', picture, { ...size, caption: 'o bolo' }),
  ),
  row(picture, { image: picture, viewOnce: true, mimetype: 'image/png' }, media('image', 'image/png', picture, size), { isViewOnce: true }),
  row(film, { video: film, caption: 'o forno', ...filmed }, media('video', 'video/mp4', film, { ...shown, caption: 'o forno' })),
  row(film, { video: film, viewOnce: true, ...filmed }, media('video', 'video/mp4', film, shown), { isViewOnce: true }),
  row(film, { video: film, gifPlayback: true, ...filmed }, media('gif', 'video/mp4', film, shown)),
  // Of a round film Baileys sends the bytes alone, without length, size and small picture.
  row(
    film,
    { file: { video: film, ...filmed }, as: ({ videoMessage }) => ({ ptvMessage: videoMessage }) },
    media('round_video', 'video/mp4', film, shown),
  ),
  row(voice, { audio: voice, ptt: true, seconds: 3, ...loudness }, media('voice', 'audio/ogg; codecs=opus', voice, spoken)),
  row(
    voice,
    { audio: voice, ptt: true, seconds: 3, viewOnce: true, ...loudness },
    media('voice', 'audio/ogg; codecs=opus', voice, spoken),
    {
      isViewOnce: true,
    },
  ),
  row(song, { audio: song, seconds: 4, mimetype: 'audio/mpeg' }, media('audio', 'audio/mpeg', song, { durationS: 4 })),
  row(
    paper,
    { document: paper, fileName: 'nota.pdf', caption: 'a nota', mimetype: 'application/pdf' },
    media('document', 'application/pdf', paper, { fileName: 'nota.pdf', caption: 'a nota' }),
  ),
  row(paper, { document: paper, mimetype: 'application/pdf' }, media('document', 'application/pdf', paper, { fileName: 'file' })),
  row(sticker, { sticker, width: 512, height: 512 }, media('sticker', 'image/webp', sticker, { width: 512, height: 512 })),
  row(
    sticker,
    { sticker, isAnimated: true, width: 512, height: 512 },
    media('sticker', 'image/webp', sticker, { width: 512, height: 512, isAnimated: true }),
  ),
  // The announcement of an album is no line in a chat; what belongs to it names it.
  { kind: 'album', made: { album: { expectedImageCount: 2, expectedVideoCount: 0 } }, content: null },
  ofAlbum(),
  ofAlbum(),
]

/** The same in the envelopes of WhatsApp's own apps. */
export const enveloped: Row[] = [
  row(
    picture,
    {
      file: { image: picture, mimetype: 'image/png', viewOnce: true },
      as: ({ viewOnceMessage }) => ({ viewOnceMessageV2: viewOnceMessage }),
    },
    media('image', 'image/png', picture, size),
    { isViewOnce: true },
  ),
  row(
    voice,
    {
      file: { audio: voice, ptt: true, seconds: 3, viewOnce: true, ...loudness },
      as: ({ viewOnceMessage }) => ({ viewOnceMessageV2Extension: viewOnceMessage }),
    },
    media('voice', 'audio/ogg; codecs=opus', voice, spoken),
    { isViewOnce: true },
  ),
  row(
    paper,
    {
      file: { document: paper, fileName: 'nota.pdf', caption: 'a nota', mimetype: 'application/pdf' },
      as: (message) => ({ documentWithCaptionMessage: { message } }),
    },
    media('document', 'application/pdf', paper, { fileName: 'nota.pdf', caption: 'a nota' }),
  ),
  row(
    sticker,
    { file: { sticker, mimetype: 'application/was' }, as: (message) => ({ lottieStickerMessage: { message } }) },
    media('sticker', 'application/was', sticker, { isLottie: true, isAnimated: true }),
  ),
]

function ofAlbum(): Row {
  return {
    kind: 'image',
    made: (_, album) => ({ image: picture, mimetype: 'image/png', albumParentKey: album.key }),
    content: media('image', 'image/png', picture, size),
    beside: { isOfAlbum: true },
    file: picture,
  }
}
