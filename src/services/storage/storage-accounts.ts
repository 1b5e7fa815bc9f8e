// Storage accounts (Storage Accounts - Get Properties, - List, - List Keys). Sent by hand: the SDK has more
// than a hundred operations, of which these are three.

import { z } from 'zod';
import { PUBLIC_ACCESS } from '../../domain/public-access.js';
import { rememberSecret } from '../../domain/keys/sent-secrets.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { StorageAccount } from '../../domain/storage-account.js';
import { partsOf } from '../arm/addressed-client.js';
import type { Cloud } from '../arm/clouds.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { armRawClient, type RawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import type { Transport } from '../arm/transport/transport.js';
import { oneOf, unexpectedResponse } from '../arm/unexpected-response.js';
import type { StorageService } from '../restore-services.js';
import { blobAccess } from './storage-blobs.js';

const API_VERSION = '2023-01-01';

const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  kind: z.string(),
  sku: z.object({ name: z.string() }),
  properties: z.object({
    primaryEndpoints: z.object({ blob: z.string().nullish() }).nullish(),
    publicNetworkAccess: z.string().nullish(),
    isHnsEnabled: z.boolean().nullish(),
    allowSharedKeyAccess: z.boolean().nullish(),
    networkAcls: z
      .object({ defaultAction: z.string().nullish(), bypass: z.string().nullish() })
      .nullish(),
  }),
});

type WireAccount = z.infer<typeof accountSchema>;

/** The service over the network of `transport`. */
export function createStorageService(transport: Transport): StorageService {
  const client = armRawClient(transport);
  const { cloud } = transport;
  const urlOf = (path: string): string => `${cloud.armEndpoint}${path}?api-version=${API_VERSION}`;
  return {
    account: async (id) => {
      const { name } = partsOf(id);
      const answer = await callOrAbsent(
        { doing: `read the storage account ${name}`, target: id },
        () => client.send({ method: 'GET', url: urlOf(id) }),
      );
      return answer === undefined ? undefined : accountFrom(accountIn(answer.body, id), cloud);
    },
    accounts: async (subscriptionId) => {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Storage/storageAccounts`;
      const subject = `the storage accounts of ${subscriptionId}`;
      const found = await callAzure({ doing: `list ${subject}`, target: subscriptionId }, () =>
        readPages(client, urlOf(path), accountSchema, subject),
      );
      return found.map((account) => accountFrom(account, cloud));
    },
    ...blobAccess(transport, keyReader(client, urlOf)),
  };
}

function accountIn(body: unknown, id: ResourceId): WireAccount {
  const parsed = accountSchema.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw unexpectedResponse(`'${field}' is missing`, id);
  }
  return parsed.data;
}

function accountFrom(account: WireAccount, cloud: Cloud): StorageAccount {
  const { id, name, location, kind, sku, properties } = account;
  const { primaryEndpoints, networkAcls, publicNetworkAccess } = properties;
  const access = publicNetworkAccess ?? 'Enabled';
  const publicAccess = oneOf(PUBLIC_ACCESS, access, 'properties.publicNetworkAccess', id);
  const bypass = networkAcls?.bypass ?? 'AzureServices';
  return {
    id,
    name,
    location,
    kind,
    sku: sku.name,
    blobEndpoint: primaryEndpoints?.blob ?? `https://${name}.blob.${cloud.storageSuffix}/`,
    publicAccess,
    // "Disabled" closes the account to all but its exceptions, which stay.
    defaultNetworkAction:
      publicAccess === 'Enabled' ? (networkAcls?.defaultAction ?? 'Allow') : 'Deny',
    letsTrustedServicesThrough: bypass.split(',').some((word) => word.trim() === 'AzureServices'),
    hierarchicalNamespace: properties.isHnsEnabled ?? false,
    // Null is true (OpenAPI StorageAccountProperties).
    sharedKeyAccess: properties.allowSharedKeyAccess ?? true,
  };
}

const keysSchema = z.object({ keys: z.array(z.object({ value: z.string() })).min(1) });

/** Reads an account's first key (base64) when first asked for, and keeps it in memory. */
function keyReader(
  client: RawClient,
  urlOf: (path: string) => string,
): (accountId: ResourceId) => Promise<string> {
  const keys = new Map<string, Promise<string>>();
  return (accountId) => {
    const known = keys.get(idKey(accountId)) ?? readKey(client, accountId, urlOf);
    keys.set(idKey(accountId), known);
    return known;
  };
}

async function readKey(
  client: RawClient,
  accountId: ResourceId,
  urlOf: (path: string) => string,
): Promise<string> {
  const { name } = partsOf(accountId);
  const doing = `read the keys of the storage account ${name}, as the sign-in has no access to its blobs (needs Storage Blob Data Contributor)`;
  const answer = await callAzure({ doing, target: accountId }, () =>
    client.send({ method: 'POST', url: urlOf(`${accountId}/listKeys`) }),
  );
  const key = keysSchema.safeParse(answer.body).data?.keys[0]?.value;
  if (key === undefined) {
    throw unexpectedResponse("'keys' is missing", accountId);
  }
  // It signs requests instead of being sent, and opens more than any token.
  rememberSecret(key);
  return key;
}
