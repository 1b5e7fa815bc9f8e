// Reading, listing and deleting blobs, and their metadata. Documentation: Get Blob, Get Blob Properties, Set Blob
// Metadata, Delete Blob, List Blobs.

import { notModelled } from '../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { httpDate } from '../../kernel/time/instant.js';
import { authorizeBlobs, type WantedAccess } from './authorize.js';
import { blobRefusal, versionHeader } from './errors.js';
import { blobList, type ListedPage } from './blob-list.js';
import {
  blobContent,
  deleteBlob,
  findBlob,
  findContainer,
  touchBlob,
  type BlobName,
} from './blobs.js';
import type { BlobContainer, StoredBlob } from './state.js';

/** A blob's content, or the range of it that is asked for. */
export function getBlob(request: OperationRequest): OperationResponse {
  const blob = existingBlob(request, authorizedName(request, 'read'));
  const content = blobContent(blob);
  const headers = { ...blobHeaders(request, blob), 'accept-ranges': 'bytes' };
  const range = request.headers.get('x-ms-range') ?? request.headers.get('range');
  if (range === null) {
    return { status: 200, headers, body: content };
  }
  const [first, last] = readRange(request, range, blob.size);
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(last - first + 1),
      'content-range': `bytes ${first}-${last}/${blob.size}`,
    },
    body: content.slice(first, last + 1),
  };
}

/** What there is to say of a blob without its content. */
export function getBlobProperties(request: OperationRequest): OperationResponse {
  const blob = existingBlob(request, authorizedName(request, 'read'));
  return { status: 200, headers: { ...blobHeaders(request, blob), 'accept-ranges': 'bytes' } };
}

/** Deletes a blob for good; the accounts of the worlds have no soft delete of blobs. */
export function removeBlob(request: OperationRequest): OperationResponse {
  const name = authorizedName(request, 'delete');
  existingBlob(request, name);
  deleteBlob(request.state, name);
  const headers = { ...versionHeader(request), 'x-ms-delete-type-permanent': 'true' };
  return { status: 202, headers };
}

/** Puts the metadata of a request in the place of all that a blob has; the rest of the blob stays as it is. */
export function setBlobMetadata(request: OperationRequest): OperationResponse {
  if (request.query['comp'] !== 'metadata') {
    throw new Refusal(notModelled('what is written to a blob; only its metadata can be set'));
  }
  const blob = existingBlob(request, authorizedName(request, 'write'));
  const metadata = Object.fromEntries(
    [...request.headers]
      .filter(([name]) => name.startsWith(METADATA_PREFIX))
      .map(([name, value]) => [name.slice(METADATA_PREFIX.length), value]),
  );
  touchBlob(blob, metadata, request.clock.now());
  const { etag, lastModifiedMilliseconds } = blob;
  const headers = { etag, 'last-modified': httpDate(lastModifiedMilliseconds) };
  return { status: 200, headers: { ...versionHeader(request), ...headers } };
}

/** The blobs of a container, by name. */
export function listBlobs(request: OperationRequest): OperationResponse {
  const { state, params, query } = request;
  const container = params['containerName'] ?? '';
  if (query['restype'] !== 'container' || query['comp'] !== 'list') {
    throw new Refusal(notModelled('what is asked of a container; only its blobs can be listed'));
  }
  const account = authorizeBlobs(request, { action: 'list', container });
  const found = findContainer(state, { account, container });
  if (found === undefined) {
    throw blobRefusal(request, 'ContainerNotFound');
  }
  return {
    status: 200,
    headers: { ...versionHeader(request), 'content-type': 'application/xml' },
    body: blobList({ account, container }, pageOf(request, found), query),
  };
}

/** Most blobs on a page, and as many as there are unless fewer are asked for. */
const PAGE_MAXIMUM = 5000;

/** How many entries a list is asked for; throws a Refusal for what is no number of entries. */
export function pageSize(request: OperationRequest): number {
  const { maxresults } = request.query;
  const size = maxresults === undefined ? PAGE_MAXIMUM : Number(maxresults);
  if (!Number.isInteger(size) || size < 1) {
    throw blobRefusal(request, 'InvalidQueryParameterValue');
  }
  return Math.min(size, PAGE_MAXIMUM);
}

function pageOf(request: OperationRequest, container: BlobContainer): ListedPage {
  const { prefix = '', marker = '' } = request.query;
  const size = pageSize(request);
  const names = Object.keys(container.blobs)
    .filter((name) => name.startsWith(prefix) && name >= marker)
    .toSorted((left, right) => (left < right ? -1 : 1));
  const shown = names.slice(0, size);
  return {
    blobs: shown.flatMap((name) => {
      const blob = container.blobs[name];
      return blob === undefined ? [] : [{ name, blob }];
    }),
    nextMarker: names[shown.length] ?? '',
  };
}

/** Headers of metadata; they arrive in lower case. */
const METADATA_PREFIX = 'x-ms-meta-';

/** Slashes are part of a blob's name; only the path's first segment is the container. */
function authorizedName(request: OperationRequest, action: WantedAccess['action']): BlobName {
  const [container = '', ...folders] = (request.params['folder'] ?? '').split('/').slice(1);
  const name = [...folders, request.params['blobName'] ?? ''].join('/');
  const account = authorizeBlobs(request, { action, container, blob: name });
  return { account, container, name };
}

function existingBlob(request: OperationRequest, name: BlobName): StoredBlob {
  const blob = findBlob(request.state, name);
  if (blob === undefined) {
    const container = findContainer(request.state, name);
    throw blobRefusal(request, container === undefined ? 'ContainerNotFound' : 'BlobNotFound');
  }
  const match = request.headers.get('if-match');
  if (match !== null && match !== '*' && match !== blob.etag) {
    throw blobRefusal(request, 'ConditionNotMet');
  }
  return blob;
}

function blobHeaders(request: OperationRequest, blob: StoredBlob): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(blob.metadata)) {
    metadata[`${METADATA_PREFIX}${name}`] = value;
  }
  const changed = httpDate(blob.lastModifiedMilliseconds);
  return {
    ...versionHeader(request),
    ...metadata,
    'content-length': String(blob.size),
    'content-type': 'application/octet-stream',
    'last-modified': changed,
    etag: blob.etag,
    'x-ms-blob-type': blob.type,
    'x-ms-creation-time': changed,
    'x-ms-lease-state': 'available',
    'x-ms-lease-status': 'unlocked',
    'x-ms-server-encrypted': 'true',
    ...(blob.type === 'PageBlob' ? { 'x-ms-blob-sequence-number': '0' } : {}),
  };
}

/** First and last byte of a `bytes=first-last`; the last may be left out or lie beyond the end. */
function readRange(
  request: OperationRequest,
  range: string,
  size: number,
): readonly [first: number, last: number] {
  const sent = /^bytes=(?<first>\d+)-(?<last>\d*)$/u.exec(range)?.groups;
  const first = Number(sent?.['first'] ?? Number.NaN);
  const last = Number(sent?.['last'] || size - 1);
  if (!(first < size) || last < first) {
    throw blobRefusal(request, 'InvalidRange', { headers: { 'content-range': `bytes */${size}` } });
  }
  return [first, Math.min(last, size - 1)];
}
