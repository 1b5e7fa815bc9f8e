// Operations of blob storage.

import { defineOperation, type Evidence, type SandboxOperation } from '../../http/operation.js';
import { listContainers, removeContainer } from './containers.js';
import { getBlob, getBlobProperties, listBlobs, removeBlob, setBlobMetadata } from './handlers.js';
import { SAS_PARAMETERS } from './shared-access-signature.js';

const blobs = {
  provider: 'storage-data',
  host: 'blob',
  // A request may carry a key's or an access signature instead of a token: the handlers check it.
  auth: 'none',
  apiVersions: [],
  query: ['timeout', ...SAS_PARAMETERS],
  fidelity: 'simplified',
} as const;

const BLOB = '/{folder*}/{blobName}';

const SIMPLIFICATION =
  'Tokens, account keys and service access signatures are checked; the age of x-ms-date is not, because the clock of the caller is not that of the world. Of conditions, only If-Match is.';

function documented(page: string): [Evidence] {
  return [{ kind: 'documentation', page }];
}

/** Everything that `*.blob.core.windows.net` answers. */
export const storageDataOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...blobs,
    id: 'Blob_Download',
    method: 'GET',
    path: BLOB,
    evidence: documented('Get Blob'),
    simplification: `${SIMPLIFICATION} A VHD is read as zeros.`,
    handle: getBlob,
  }),
  defineOperation({
    ...blobs,
    id: 'Blob_GetProperties',
    method: 'HEAD',
    path: BLOB,
    evidence: documented('Get Blob Properties'),
    simplification: SIMPLIFICATION,
    handle: getBlobProperties,
  }),
  defineOperation({
    ...blobs,
    id: 'Blob_SetMetadata',
    method: 'PUT',
    path: BLOB,
    query: [...blobs.query, 'comp'],
    evidence: documented('Set Blob Metadata'),
    simplification: SIMPLIFICATION,
    handle: setBlobMetadata,
  }),
  defineOperation({
    ...blobs,
    id: 'Blob_Delete',
    method: 'DELETE',
    path: BLOB,
    evidence: documented('Delete Blob'),
    simplification: SIMPLIFICATION,
    handle: removeBlob,
  }),
  defineOperation({
    ...blobs,
    id: 'Service_ListContainers',
    method: 'GET',
    path: '/',
    query: [...blobs.query, 'comp', 'prefix', 'marker', 'maxresults', 'include'],
    evidence: documented('List Containers'),
    simplification: `${SIMPLIFICATION} Metadata of containers are left out.`,
    handle: listContainers,
  }),
  defineOperation({
    ...blobs,
    id: 'Container_Delete',
    method: 'DELETE',
    path: '/{containerName}',
    query: [...blobs.query, 'restype'],
    evidence: documented('Delete Container'),
    simplification: `${SIMPLIFICATION} A new container can have the name at once.`,
    handle: removeContainer,
  }),
  defineOperation({
    ...blobs,
    id: 'Container_ListBlobs',
    method: 'GET',
    path: '/{containerName}',
    query: [...blobs.query, 'restype', 'comp', 'prefix', 'marker', 'maxresults', 'include'],
    evidence: documented('List Blobs'),
    simplification: SIMPLIFICATION,
    handle: listBlobs,
  }),
];
