import type { DetailedError, Upload } from 'tus-js-client'

import { mediaActions, uploadsUrl } from './media'
import { proofHeaders } from './page-proof'
import { Trouble } from './problem'
import type { ProblemBody, UploadedMedia } from './types'

/** So much goes in one request: a proxy in front may keep one back until it is whole. */
const chunkBytes = 8 * 1024 * 1024
/** Short breaks are bridged here; whoever asked for the upload decides about long ones. */
const shortBreaksMs = [300, 1_000, 3_000]
/** A network that swallows a request says nothing: what moves nothing for so long is lost. */
const stalledMs = 30_000

export interface UploadWishes {
  tenantId: string
  name: string
  file: Blob
  /** Where an upload began that is gone on with. */
  from: string | null
  /** Where it can be gone on with. */
  onBegun: (url: string) => void
  onProgress: (doneBytes: number, totalBytes: number) => void
  /** Ends it, here and at the server. */
  signal: AbortSignal
}

/**
 * Brings a file to the server, piece by piece. Fails with {@link Trouble}; once it is cancelled, with the signal's reason.
 */
export async function upload(wishes: UploadWishes): Promise<UploadedMedia> {
  const { file, signal, tenantId } = wishes
  // A file that was moved or changed since it was chosen can't be read any more.
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => {
      throw new Trouble('file_lost', null)
    })
  // Fetched here, not with the page.
  const tus = await import('tus-js-client').catch(() => {
    throw new Trouble('offline', null)
  })
  signal.throwIfAborted()
  const url = await new Promise<string>((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
      settle()
    }
    const moved = () => {
      clearTimeout(timer)
      timer = setTimeout(() => end(() => void one.abort().finally(() => reject(new Trouble('offline', null)))), stalledMs)
    }
    const cancel = () =>
      end(() => {
        // What stays at the server would go by itself after a day.
        one.abort(true).catch(() => undefined)
        reject(signal.reason as Error)
      })
    const one: Upload = new tus.Upload(file, {
      endpoint: new URL(uploadsUrl(tenantId), location.origin).href,
      uploadUrl: wishes.from,
      headers: proofHeaders(tenantId),
      metadata: { filename: wishes.name },
      chunkSize: chunkBytes,
      retryDelays: shortBreaksMs,
      // What waits is remembered by whoever sends it.
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => wishes.onBegun(one.url ?? ''),
      onBeforeRequest: moved,
      onProgress: (done, total) => {
        moved()
        wishes.onProgress(done, total ?? file.size)
      },
      onSuccess: () => end(() => resolve(one.url ?? '')),
      onError: (error) => end(() => reject(error instanceof tus.DetailedError ? refusalOf(error) : new Trouble('offline', null))),
    })
    signal.addEventListener('abort', cancel)
    moved()
    one.start()
  })
  const { media } = await mediaActions.upload(tenantId, new URL(url).pathname.split('/').at(-1) ?? '')
  if (!media) throw new Trouble('internal', null)
  return media
}

/** Brings a picture that is to be seen at once; returns the server's name of it. What was begun is not gone on with. */
export async function uploadPicture(tenantId: string, file: File, how: Pick<UploadWishes, 'onProgress' | 'signal'>): Promise<string> {
  return (await upload({ tenantId, name: file.name, file, from: null, onBegun: () => undefined, ...how })).id
}

function refusalOf({ originalResponse }: DetailedError): Trouble {
  if (!originalResponse) return new Trouble('offline', null)
  try {
    const problem = JSON.parse(originalResponse.getBody()) as Partial<ProblemBody>
    if (typeof problem.code === 'string' && typeof problem.status === 'number') return new Trouble(problem.code, problem as ProblemBody)
  } catch {
    // A proxy in front answers with a page of its own.
  }
  return new Trouble('internal', null)
}
