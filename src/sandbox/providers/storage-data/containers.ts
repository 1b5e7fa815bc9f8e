// Containers of a storage account: listed and deleted. Documentation: List Containers, Delete Container.

import { notModelled } from '../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { authorizeBlobs } from './authorize.js';
import { containerList } from './blob-list.js';
import { containersOf, deleteContainer } from './blobs.js';
import { blobRefusal, versionHeader } from './errors.js';
import { pageSize } from './handlers.js';

/** The containers of an account, by name. */
export function listContainers(request: OperationRequest): OperationResponse {
  const { state, query } = request;
  if (query['comp'] !== 'list') {
    throw new Refusal(
      notModelled('what is asked of an account; only its containers can be listed'),
    );
  }
  const account = authorizeBlobs(request, { action: 'listContainers', container: '' });
  const { prefix = '', marker = '' } = query;
  const size = pageSize(request);
  const found = containersOf(state, account).filter(
    ({ name }) => name.startsWith(prefix) && name >= marker,
  );
  return {
    status: 200,
    headers: { ...versionHeader(request), 'content-type': 'application/xml' },
    body: containerList(account, found.slice(0, size), found[size]?.name ?? ''),
  };
}

/** Deletes a container with all that is in it. */
export function removeContainer(request: OperationRequest): OperationResponse {
  const { state, params, query } = request;
  if (query['restype'] !== 'container') {
    throw new Refusal(notModelled('a blob of the root container'));
  }
  const container = params['containerName'] ?? '';
  const account = authorizeBlobs(request, { action: 'deleteContainer', container });
  if (!deleteContainer(state, { account, container })) {
    throw blobRefusal(request, 'ContainerNotFound');
  }
  return { status: 202, headers: { ...versionHeader(request) } };
}
