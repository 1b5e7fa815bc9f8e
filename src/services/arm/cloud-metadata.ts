// What a cloud says of itself: the document of Resource Manager that az reads for `az cloud register`. Asked for without a
// token, without following anybody elsewhere; the answer is data, and speaks only for the host that gave it.

import { z } from 'zod';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { describedCloud, type Cloud } from './clouds.js';
import { callAzure } from './errors.js';
import { rawClient } from './transport/raw-client.js';
import { sharedClientOptions, type Transport } from './transport/transport.js';

/** The version that az asks for since 2025 (azure-cli pull request 30682). */
const API_VERSION = '2022-09-01';

const PATH = '/metadata/endpoints';

/** In bytes. Longer than any such document: those of all clouds take 10 kB. */
const MAX_LENGTH = 1_000_000;

const entrySchema = z.object({
  name: z.string(),
  resourceManager: z.string(),
  authentication: z.object({
    loginEndpoint: z.string(),
    audiences: z.array(z.string()).min(1),
    identityProvider: z.string().optional(),
  }),
  portal: z.string().optional(),
  microsoftGraphResourceId: z.string().optional(),
  suffixes: z.object({ keyVaultDns: z.string(), storage: z.string() }),
});

type Entry = z.infer<typeof entrySchema>;

/** One cloud, or all that there are, of which the rest may have any form. */
const documentSchema = z.union([entrySchema.transform((entry) => [entry]), z.array(z.unknown())]);

/**
 * The cloud that Resource Manager at an address describes.
 * @param address of Resource Manager, or of the document itself
 * @throws AzbackupError `AZB_CLOUD_METADATA_ADDRESS`, `AZB_CLOUD_FILE_INVALID` (2), `AZB_CLOUD_METADATA_INVALID` (7), and
 * what keeps it from being read
 */
export async function cloudFromMetadata(
  transport: Omit<Transport, 'credential'>,
  address: string,
): Promise<Cloud> {
  const url = documentUrl(address);
  const client = rawClient({
    ...sharedClientOptions(transport),
    redirectOptions: { maxRetries: 0 },
  });
  const call = { doing: `read what ${url.host} says of its cloud`, target: url.href };
  // Whoever answers may send for ever: what is too long is not read to its end.
  const tooLong = new AbortController();
  const request = {
    method: 'GET',
    url: url.href,
    signal: tooLong.signal,
    onReceived: (bytes: number) => {
      if (bytes > MAX_LENGTH) {
        tooLong.abort();
        // The client waits for the rest of an answer whose request was stopped, unless this is thrown as well.
        throw new Error('the answer is too long');
      }
    },
  } as const;
  const { body } = await callAzure(call, () => client.send(request)).catch((error: unknown) => {
    throw tooLong.signal.aborted ? notMetadata(url, 'it is longer than any such document') : error;
  });
  return describedCloud(descriptionOf(entryFor(url, body)), `the document of ${url.host}`);
}

/** Where the document is. @throws AzbackupError `AZB_CLOUD_METADATA_ADDRESS` (2) */
function documentUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isPath = url !== undefined && ['/', PATH].includes(url.pathname.replace(/(?<=.)\/$/u, ''));
  // Whatever is before an @ may be a password.
  const shown = address.replace(/^(?<scheme>[a-z]+:\/\/)?.*@/iu, '$<scheme>***@');
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || !isPath) {
    throw usageError('AZB_CLOUD_METADATA_ADDRESS', `not an address of Resource Manager: ${shown}`, {
      target: shown,
      fix: [`use https://HOST, or https://HOST${PATH}?api-version=${API_VERSION}`],
    });
  }
  const version = url.searchParams.get('api-version') ?? API_VERSION;
  return new URL(`${PATH}?api-version=${encodeURIComponent(version)}`, url.origin);
}

/** The entry that the host gives of itself; what it says of others is not for it to say. */
function entryFor(url: URL, body: unknown): Entry {
  const listed = documentSchema.safeParse(body);
  const entries = listed.success
    ? listed.data.flatMap((each) => entrySchema.safeParse(each).data ?? [])
    : [];
  const own = entries.find(({ resourceManager }) => hostOf(resourceManager) === url.host);
  if (own === undefined) {
    const named = entries.map(({ resourceManager }) => hostOf(resourceManager) ?? '');
    throw notMetadata(
      url,
      named.length === 0
        ? 'it has not the form of such a document'
        : `it describes ${named.join(', ')}, not ${url.host}`,
    );
  }
  return own;
}

function descriptionOf({
  name,
  resourceManager,
  authentication: { loginEndpoint, audiences, identityProvider },
  portal,
  microsoftGraphResourceId,
  suffixes,
}: Entry): Record<string, unknown> {
  return {
    name,
    armEndpoint: resourceManager,
    armScope: `${audiences[0] ?? ''}/.default`,
    // Azure Stack with AD FS signs in by other means.
    authority: identityProvider === undefined || identityProvider === 'AAD' ? loginEndpoint : '',
    graphEndpoint: microsoftGraphResourceId,
    keyVaultSuffix: suffixes.keyVaultDns,
    storageSuffix: suffixes.storage,
    ...(portal === undefined ? {} : { portal }),
  };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function notMetadata({ host, href }: URL, reason: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_CLOUD_METADATA_INVALID',
    kind: 'azure-failed',
    message: `${host} does not describe its cloud`,
    target: href,
    causes: [reason],
    fix: ['check the address, or write the description by hand: docs/configuration.md'],
  });
}
