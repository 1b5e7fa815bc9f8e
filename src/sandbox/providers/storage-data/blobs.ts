// The blobs of a world: written by the services that leave them, found and deleted by name.

import { keysBelow } from '../../kernel/entry-index.js';
import type { WorldState } from '../../kernel/state.js';
import type { BlobContainer, StoredBlob } from './state.js';

/** A container of a storage account. */
export interface ContainerName {
  readonly account: string;
  readonly container: string;
}

/** A blob by the parts of its address. */
export interface BlobName extends ContainerName {
  readonly name: string;
}

/** A blob to write. */
export interface BlobWriting extends BlobName {
  readonly type: StoredBlob['type'];
  readonly content: Uint8Array;
  /** Bytes of a blob whose content is not kept, such as a VHD; the content's own unless given. */
  readonly size?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Bytes of a page; a page blob holds whole ones (Documentation: Understanding block blobs, append blobs, and page blobs). */
const PAGE_BYTES = 512;

/** Writes a blob, over one of the same name if need be, and makes its container when there is none. */
export function writeBlob(
  state: WorldState,
  blob: BlobWriting,
  nowMilliseconds: number,
): StoredBlob {
  const pageBytes = blob.type === 'PageBlob' ? PAGE_BYTES : 1;
  const bytes = blob.size ?? blob.content.byteLength;
  const written: StoredBlob = {
    type: blob.type,
    content: Buffer.from(blob.content).toString('base64'),
    size: Math.ceil(bytes / pageBytes) * pageBytes,
    metadata: lowerCaseNames(blob.metadata ?? {}),
    lastModifiedMilliseconds: nowMilliseconds,
    etag: etagOf(nowMilliseconds),
  };
  const containers = (state.blobs ??= {});
  const container = (containers[containerKey(blob)] ??= {
    createdMilliseconds: nowMilliseconds,
    blobs: {},
  });
  container.blobs[blob.name] = written;
  return written;
}

/** Gives a blob other metadata, which changes its ETag. */
export function touchBlob(
  blob: StoredBlob,
  metadata: Readonly<Record<string, string>>,
  nowMilliseconds: number,
): void {
  blob.metadata = lowerCaseNames(metadata);
  blob.lastModifiedMilliseconds = nowMilliseconds;
  blob.etag = etagOf(nowMilliseconds);
}

/** The blob of this name; undefined when it or its container is not there. */
export function findBlob(state: WorldState, name: BlobName): StoredBlob | undefined {
  const blobs = findContainer(state, name)?.blobs ?? {};
  return Object.hasOwn(blobs, name.name) ? blobs[name.name] : undefined;
}

/** The container of this name. */
export function findContainer(state: WorldState, name: ContainerName): BlobContainer | undefined {
  return state.blobs?.[containerKey(name)];
}

/** Deletes a blob; false when there was none. */
export function deleteBlob(state: WorldState, name: BlobName): boolean {
  const container = findContainer(state, name);
  if (container === undefined || !Object.hasOwn(container.blobs, name.name)) {
    return false;
  }
  delete container.blobs[name.name];
  return true;
}

/** Deletes a container with all that is in it; false when there was none. */
export function deleteContainer(state: WorldState, name: ContainerName): boolean {
  if (findContainer(state, name) === undefined) {
    return false;
  }
  delete state.blobs?.[containerKey(name)];
  return true;
}

/** The containers of an account, by name. */
export function containersOf(
  state: WorldState,
  account: string,
): readonly { readonly name: string; readonly createdMilliseconds: number }[] {
  const prefix = `${account.toLowerCase()}/`;
  return keysBelow(state.blobs ?? {}, prefix).map((key) => ({
    name: key.slice(prefix.length),
    createdMilliseconds: state.blobs?.[key]?.createdMilliseconds ?? 0,
  }));
}

/** Deletes all containers of an account. */
export function deleteContainers(state: WorldState, account: string): void {
  for (const key of keysBelow(state.blobs ?? {}, `${account.toLowerCase()}/`)) {
    delete state.blobs?.[key];
  }
}

/** What a blob's address answers: its content, filled with zeros up to its size. */
export function blobContent(blob: StoredBlob): Uint8Array<ArrayBuffer> {
  const served = new Uint8Array(blob.size);
  served.set(Buffer.from(blob.content, 'base64').subarray(0, blob.size));
  return served;
}

/** Azure's ETags of blobs are the time of the last change in 100-nanosecond ticks, hexadecimal. */
function etagOf(milliseconds: number): string {
  const ticks = BigInt(milliseconds) * TICKS_PER_MILLISECOND + TICKS_AT_UNIX_EPOCH;
  return `"0x${ticks.toString(16).toUpperCase()}"`;
}

const TICKS_PER_MILLISECOND = 10_000n;

/** Between the years 1601 and 1970. */
const TICKS_AT_UNIX_EPOCH = 116_444_736_000_000_000n;

function containerKey({ account, container }: ContainerName): string {
  return `${account}/${container}`.toLowerCase();
}

function lowerCaseNames(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
