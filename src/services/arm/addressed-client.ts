// SDK clients of Resource Manager are made for one subscription; services talk to many.

import { usageError } from '../../errors/azbackup-error.js';
import {
  parseResourceId,
  type ResourceId,
  type ResourceIdParts,
} from '../../domain/resource-id.js';

/** Makes each subscription's client when first asked for, and keeps it. */
export function perSubscription<Client>(
  make: (subscriptionId: string) => Client,
): (subscriptionId: string) => Client {
  const clients = new Map<string, Client>();
  return (subscriptionId) => {
    const key = subscriptionId.toLowerCase();
    const client = clients.get(key) ?? make(subscriptionId);
    clients.set(key, client);
    return client;
  };
}

/** The parts of an id. Throws a usage error `AZB_BAD_RESOURCE_ID` when the text is none. */
export function partsOf(id: ResourceId): ResourceIdParts {
  const parts = parseResourceId(id);
  if (parts === undefined) {
    throw usageError('AZB_BAD_RESOURCE_ID', `'${id}' is not the id of an Azure resource`);
  }
  return parts;
}
