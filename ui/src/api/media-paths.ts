// The part of the API about files, by hand until the server's openapi.json has it: then this file goes, `http` takes the
// place of `files` in media.ts, and types.ts names the generated types.
import type { components } from './schema.gen'

type Schemas = components['schemas']

/** The file of a message, as it lies at the server. */
export interface MediaFile {
  id: string
  state: 'on_demand' | 'waiting' | 'here' | 'failed'
  /** Why it is not fetched by itself, or did not come. */
  reason: 'history' | 'kind' | 'too_large' | 'full' | 'gone' | 'broken' | 'no_file' | 'no_space' | null
  /** What the bytes are; empty until they are here. */
  mime: string
  sizeBytes: number | null
}

/** What was uploaded. */
export interface UploadedMedia {
  id: string
  mime: string
  sizeBytes: number
  /** What it goes as unless the sender says otherwise. */
  kind: SentAs
  width: number | null
  height: number | null
  durationS: number | null
  fileName: string | null
}

/** What a file can go as. */
export type SentAs = 'image' | 'video' | 'gif' | 'audio' | 'voice' | 'document' | 'sticker'

/** An uploaded file on its way into a chat. */
export interface MediaDraft {
  kind: 'media'
  mediaId: string
  as?: SentAs
  caption?: string
  fileName?: string
  viewOnce?: boolean
}

/** How far a file has come; told by the socket, never stored. */
export interface MediaProgress {
  mediaId: string
  doneBytes: number
  totalBytes: number
  direction: 'fetch' | 'send'
}

interface Failure {
  content: { 'application/problem+json': Schemas['Problem'] }
}
interface Json<Body> {
  content: { 'application/json': Body }
}
interface Path<Name extends string> {
  path: Record<Name, string>
}

/** In the shape that the generator gives. */
export interface MediaPaths {
  '/api/whatsapp/{tenantId}/media/{mediaId}/fetch': {
    parameters: Path<'tenantId' | 'mediaId'>
    post: { parameters: Path<'tenantId' | 'mediaId'>; responses: { 202: { content?: never }; default: Failure } }
  }
  '/api/whatsapp/{tenantId}/media/uploads/{uploadId}': {
    parameters: Path<'tenantId' | 'uploadId'>
    get: {
      parameters: Path<'tenantId' | 'uploadId'>
      responses: { 200: Json<{ offset: number; sizeBytes: number; media: UploadedMedia | null }>; default: Failure }
    }
  }
  '/api/whatsapp/{tenantId}/chats/{chatId}/send': {
    parameters: Path<'tenantId' | 'chatId'>
    post: {
      parameters: Path<'tenantId' | 'chatId'> & { header?: { 'Idempotency-Key'?: string } }
      requestBody: Json<{ message: MediaDraft }>
      responses: { 202: Json<Schemas['SentMessage']>; default: Failure }
    }
  }
}
