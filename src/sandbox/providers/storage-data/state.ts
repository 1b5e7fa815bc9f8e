// What lies in the blob containers of the sandbox's storage accounts.

import { z } from 'zod';

const blobSchema = z.object({
  type: z.enum(['PageBlob', 'BlockBlob']),
  /** Base64; empty for a VHD, of which only the size is kept. */
  content: z.string(),
  /** Bytes, as Content-Length says them; a page blob's are whole pages of 512. */
  size: z.number(),
  /** By lower-case name, without `x-ms-meta-`. */
  metadata: z.record(z.string(), z.string()),
  lastModifiedMilliseconds: z.number(),
  /** With its quotation marks. */
  etag: z.string(),
});

const containerSchema = z.object({
  createdMilliseconds: z.number(),
  /** By name; blob names are case-sensitive. */
  blobs: z.record(z.string(), blobSchema),
});

/** Containers by `account/container`, lower-case. */
export const blobsStateSchema = z.record(z.string(), containerSchema);

export type StoredBlob = z.infer<typeof blobSchema>;
export type BlobContainer = z.infer<typeof containerSchema>;
