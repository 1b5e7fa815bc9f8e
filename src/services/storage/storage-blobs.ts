// Blobs (@azure/storage-blob) over the program's own transport: its retries, its trace, its sandbox. What is
// read stays in memory, and no address here carries a signature.

import {
  BlobClient,
  BlobServiceClient,
  ContainerClient,
  newPipeline,
  StorageSharedKeyCredential,
  type BlobDownloadResponseParsed,
  type Pipeline,
} from '@azure/storage-blob';
import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';
import { idKey, nameOf, type ResourceId } from '../../domain/resource-id.js';
import { isBuiltIn } from '../arm/clouds.js';
import { unexpectedResponse } from '../arm/unexpected-response.js';
import { azureCodeOf, callAzure, callOrAbsent, type AzureCall } from '../arm/errors.js';
import { clientOptionsFor, type Transport } from '../arm/transport/transport.js';
import type { BlobAddress, StorageService } from '../restore-services.js';

type Credential = Transport['credential'] | StorageSharedKeyCredential;
type KeyReader = (accountId: ResourceId) => Promise<string>;
type BlobAccess = Pick<
  StorageService,
  'read' | 'containers' | 'names' | 'metadata' | 'addMetadata' | 'delete'
>;

/**
 * The part of the storage service that is about blobs.
 * @param keyOf reads an account's key, base64
 */
export function blobAccess(transport: Transport, keyOf: KeyReader): BlobAccess {
  const signed = signedAccess(transport, keyOf);
  const withBlob: WithBlob = (blob, act) =>
    signed(blob.accountId, (credential) => act(blobClient(transport, blob, credential)));
  return {
    read: (blob) =>
      callOrAbsent(callOn('read', blob), () =>
        withBlob(blob, async (client) => contentOf(await client.download())),
      ),
    containers: ({ accountId, endpoint }, prefix) =>
      callAzure(
        {
          doing: `list the containers of the storage account ${nameOf(accountId)}`,
          target: accountId,
        },
        () =>
          signed(accountId, async (credential) => {
            const client = new BlobServiceClient(
              endpoint,
              pipelineOver(transport, credential, endpoint),
            );
            const names: string[] = [];
            for await (const { name } of client.listContainers({ prefix })) {
              names.push(name);
            }
            return names;
          }),
      ),
    names: (container) =>
      callOrAbsent(
        { doing: `list the blobs of ${placeOf(container)}`, target: container.accountId },
        () =>
          signed(container.accountId, (credential) => namesIn(transport, container, credential)),
      ),
    metadata: async (blob) => {
      const found = await callOrAbsent(callOn('look at', blob), () =>
        withBlob(blob, (client) => client.getProperties()),
      );
      return found === undefined ? undefined : lowerCaseNames(found.metadata ?? {});
    },
    addMetadata: (blob, metadata) =>
      callAzure(callOn('set the metadata of', blob), () =>
        withBlob(blob, async (client) => {
          const { metadata: present = {}, etag } = await client.getProperties();
          const conditions = etag === undefined ? {} : { conditions: { ifMatch: etag } };
          await client.setMetadata(merged(present, metadata), conditions);
        }),
      ),
    delete: async (blob) => {
      await callOrAbsent(callOn('delete', blob), () => withBlob(blob, (client) => client.delete()));
    },
  };
}

function callOn(verb: string, blob: BlobAddress): AzureCall {
  return { doing: `${verb} the blob ${blob.blob} in ${placeOf(blob)}`, target: blob.accountId };
}

function placeOf({ accountId, container }: Omit<BlobAddress, 'blob'>): string {
  return `${container} of the storage account ${nameOf(accountId)}`;
}

type WithBlob = <Result>(
  blob: BlobAddress,
  act: (client: BlobClient) => Promise<Result>,
) => Promise<Result>;

/** The code with which blob storage refuses a token whose bearer has no role for the blob. */
const NO_ROLE = 'AuthorizationPermissionMismatch';

type Signed = <Result>(
  accountId: ResourceId,
  act: (credential: Credential) => Promise<Result>,
) => Promise<Result>;

/** Acts with the caller's own token, and with the account's key where that may not. */
function signedAccess(transport: Transport, keyOf: KeyReader): Signed {
  const withoutRole = new Set<string>();
  return async (accountId, act) => {
    try {
      if (!withoutRole.has(idKey(accountId))) {
        return await act(transport.credential);
      }
    } catch (error) {
      if (azureCodeOf(error) !== NO_ROLE) {
        throw error;
      }
      // Once is enough to know: what follows is signed with the key at once.
      withoutRole.add(idKey(accountId));
    }
    return act(new StorageSharedKeyCredential(nameOf(accountId), await keyOf(accountId)));
  };
}

async function namesIn(
  transport: Transport,
  { endpoint, container }: Omit<BlobAddress, 'blob'>,
  credential: Credential,
): Promise<readonly string[]> {
  const url = `${endpoint.replace(/\/+$/u, '')}/${encodeURIComponent(container)}`;
  const client = new ContainerClient(url, pipelineOver(transport, credential, url));
  const names: string[] = [];
  for await (const { name } of client.listBlobsFlat()) {
    names.push(name);
  }
  return names;
}

function blobClient(transport: Transport, blob: BlobAddress, credential: Credential): BlobClient {
  // Where the blob is was said by a job of Azure Backup.
  const url = urlOf(blob);
  const noBlob = unexpectedResponse('it names no blob', `the address ${url}`);
  if (blob.container === '' || blob.blob === '' || !URL.canParse(url)) {
    throw noBlob;
  }
  const pipeline = pipelineOver(transport, credential, url);
  try {
    return new BlobClient(url, pipeline);
  } catch {
    // The library throws plain errors over addresses that it cannot take apart.
    throw noBlob;
  }
}

/** A pipeline for one client. The library adds the policies to each client that shares one: none does. */
function pipelineOver(transport: Transport, credential: Credential, url: string): Pipeline {
  const { httpClient, userAgentOptions, additionalPolicies } = clientOptionsFor('blobs', transport);
  const options = {
    // A cloud that somebody describes gets no tokens that are good for the storage of all others.
    ...(isBuiltIn(transport.cloud) ? {} : { audience: new URL(url).origin }),
    // Our own retries wait on the clock.
    retryOptions: { maxTries: 1 },
    userAgentOptions,
    additionalPolicies: [
      ...additionalPolicies,
      ...(httpClient === undefined
        ? []
        : [{ policy: sendingPolicy(httpClient), position: 'perRetry' as const }]),
    ],
  };
  return newPipeline(credential, options);
}

/** Takes the place of the library's own HTTP client, which is of an older kind than ours. */
function sendingPolicy(httpClient: HttpClient): PipelinePolicy {
  return {
    name: 'azbackupSendingPolicy',
    sendRequest: (request) => httpClient.sendRequest(request),
  };
}

/** Slashes are part of a blob's name and stay as they are. */
function urlOf({ endpoint, container, blob }: BlobAddress): string {
  const path = [container, ...blob.split('/')].map((part) => encodeURIComponent(part)).join('/');
  return `${endpoint.replace(/\/+$/u, '')}/${path}`;
}

async function contentOf(answer: BlobDownloadResponseParsed): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.readableStreamBody ?? []) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  const content = new Uint8Array(Buffer.concat(chunks));
  return content.subarray(0, lengthIn(answer.metadata ?? {}) ?? content.byteLength);
}

/**
 * The length that the blob's metadata say: page blobs are padded to 512 bytes. Azure Backup writes
 * `configblobsize` on the configuration; what it writes on other blobs nobody has recorded.
 */
function lengthIn(metadata: Readonly<Record<string, string>>): number | undefined {
  const found = Object.entries(metadata).find(
    ([name, value]) => /blobsize$/iu.test(name) && /^\d+$/u.test(value),
  );
  return found === undefined ? undefined : Number(found[1]);
}

/** Names of metadata compare without case. */
function merged(
  present: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const kept = Object.entries(present).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...added };
}

function lowerCaseNames(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
