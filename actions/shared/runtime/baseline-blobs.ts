import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { HttpClient } from 'actions-http-client'

/**
 * Stands in for `@azure/storage-blob` under `@actions/cache`, which asks four things of it; the original is 150 KB of
 * every runner's download (docs/adr/0009). scripts/build.mjs puts it in its place.
 * Requests: https://learn.microsoft.com/rest/api/storageservices/put-blob and /get-blob, at an address that is signed.
 */

/** Of the service's versions the oldest that takes blobs of this size in one request. */
const SERVICE_VERSION = '2020-10-02'

interface Progress {
  readonly onProgress?: (progress: { readonly loadedBytes: number }) => void
}

/** A blob at a signed address, to be read and written whole. */
export class BlockBlobClient {
  readonly #url: string
  readonly #client: HttpClient
  readonly name = 'blob'
  readonly accountName = ''
  readonly containerName = ''

  constructor(url: string) {
    this.#url = url
    this.#client = new HttpClient('cicd-actions', [], { allowRetries: false, keepAlive: false })
  }

  getBlockBlobClient(): this {
    return this
  }

  async getProperties(): Promise<{ readonly contentLength: number }> {
    const { message } = await this.#client.head(this.#url, { 'x-ms-version': SERVICE_VERSION })
    message.resume()
    demandSuccess(message.statusCode)
    const length = Number(message.headers['content-length'])
    if (!Number.isSafeInteger(length) || length < 0) throw new Error('the storage does not say how long the entry is')
    return { contentLength: length }
  }

  /** The bytes of a range. Rejects where there are more or fewer than the storage said. */
  async downloadToBuffer(offset: number, count: number, { onProgress }: Progress = {}): Promise<Buffer> {
    if (count === 0) return Buffer.alloc(0)
    const range = `bytes=${offset}-${offset + count - 1}`
    const { message } = await this.#client.get(this.#url, { 'x-ms-version': SERVICE_VERSION, 'x-ms-range': range })
    demandSuccess(message.statusCode)
    const parts: Buffer[] = []
    let received = 0
    for await (const part of message as AsyncIterable<Buffer>) {
      received += part.length
      if (received > count) {
        message.destroy()
        break
      }
      parts.push(part)
    }
    if (received !== count) {
      throw new Error(`the storage promised ${count} bytes and sent ${received > count ? 'more' : received}`)
    }
    onProgress?.({ loadedBytes: received })
    return Buffer.concat(parts)
  }

  /** One request for the whole file: baselines are small. */
  async uploadFile(
    file: string,
    { onProgress }: Progress = {},
  ): Promise<{ readonly _response: { readonly status: number } }> {
    const bytes = readFileSync(file)
    const { message } = await this.#client.sendStream('PUT', this.#url, streamOf(bytes), {
      'content-length': String(bytes.length),
      'content-type': 'application/octet-stream',
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-version': SERVICE_VERSION,
    })
    message.resume()
    demandSuccess(message.statusCode)
    onProgress?.({ loadedBytes: bytes.length })
    return { _response: { status: message.statusCode ?? 0 } }
  }
}

export { BlockBlobClient as BlobClient }

function streamOf(bytes: Buffer): NodeJS.ReadableStream {
  return Readable.from([bytes])
}

function demandSuccess(status: number | undefined): void {
  if (status === undefined || status < 200 || status > 299) {
    throw new Error(`the storage answered ${status ?? 'nothing'}`)
  }
}
