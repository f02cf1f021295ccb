import type { QueryClient } from '@tanstack/react-query'

import { Trouble } from '../../api/problem'
import { type OutgoingFile, tenantKeys } from '../../api/tenant'
import { upload } from '../../api/upload'
import { keptFiles } from '../../lib/kept-files'

const place = (tenantId: string) => `${tenantId}/`
/** A bar that moves more often says no more. */
const progressMs = 120

/** The files that a tenant's sender has in hand, by the keys of their messages: also after a reload of the page. */
export class OutgoingFiles {
  private readonly client: QueryClient
  private readonly tenantId: string
  private readonly contents = new Map<string, Blob>()
  private readonly previews = new Map<string, string>()
  private readonly uploads = new Map<string, AbortController>()

  constructor(client: QueryClient, tenantId: string) {
    this.client = client
    this.tenantId = tenantId
  }

  /** Takes off this browser what a tenant has not sent. */
  static forget(tenantId: string): void {
    void keptFiles.dropOthers(place(tenantId), () => false)
  }

  /** Takes a file; returns the address to show it by. */
  add(key: string, content: Blob): string {
    void keptFiles.keep(place(this.tenantId) + key, content)
    return this.remember(key, content)
  }

  /** The address to show a file by; null where it is gone. */
  async preview(key: string): Promise<string | null> {
    const content = await this.content(key)
    return content ? (this.previews.get(key) ?? this.remember(key, content)) : null
  }

  /** Brings it to the server; returns the server's name of it. */
  async upload(key: string, { name, uploadUrl }: OutgoingFile, onBegun: (url: string) => void): Promise<string> {
    const file = await this.content(key)
    if (!file) throw new Trouble('file_lost', null)
    const stop = new AbortController()
    this.uploads.set(key, stop)
    let shownAt = 0
    const onProgress = (doneBytes: number, totalBytes: number) => {
      if (doneBytes < totalBytes && Date.now() - shownAt < progressMs) return
      shownAt = Date.now()
      const news = { mediaId: key, doneBytes, totalBytes, direction: 'send' as const }
      this.client.setQueryData(tenantKeys.progress(this.tenantId, key), news)
    }
    try {
      const wishes = { tenantId: this.tenantId, name, file, from: uploadUrl, onBegun, onProgress, signal: stop.signal }
      return (await upload(wishes)).id
    } finally {
      this.uploads.delete(key)
    }
  }

  /** Ends its upload and its showing in this page. */
  cancel(key: string): void {
    this.uploads.get(key)?.abort()
    const preview = this.previews.get(key)
    if (preview !== undefined) URL.revokeObjectURL(preview)
    this.previews.delete(key)
    this.contents.delete(key)
    this.client.removeQueries({ queryKey: tenantKeys.progress(this.tenantId, key) })
  }

  /** Takes it off this browser. */
  drop(key: string): void {
    this.cancel(key)
    void keptFiles.drop(place(this.tenantId) + key)
  }

  /** Drops what nothing waits for any more. */
  tidy(isWanted: (key: string) => boolean): void {
    const prefix = place(this.tenantId)
    const wanted = (name: string) => isWanted(name.slice(prefix.length)) || this.contents.has(name.slice(prefix.length))
    void keptFiles.dropOthers(prefix, wanted)
  }

  private async content(key: string): Promise<Blob | undefined> {
    const known = this.contents.get(key)
    if (known) return known
    const kept = await keptFiles.get(place(this.tenantId) + key)
    if (kept) this.contents.set(key, kept)
    return kept
  }

  private remember(key: string, content: Blob): string {
    this.contents.set(key, content)
    const preview = URL.createObjectURL(content)
    this.previews.set(key, preview)
    return preview
  }
}
