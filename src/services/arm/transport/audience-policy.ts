// Where a token may go. Links come with answers: nextLink, Azure-AsyncOperation, Location, an account's
// endpoints. Whoever can forge one answer could collect tokens by them, so that no request leaves for a
// host which the cloud's data do not name for the audience of its token.

import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { rememberSecret } from '../../../domain/keys/sent-secrets.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { Cloud } from '../clouds.js';
import { unexpectedResponse } from '../unexpected-response.js';

/** Whom a token, or a secret, is for. */
export type Audience = 'resource-manager' | 'graph' | 'key-vault' | 'blobs' | 'sign-in';

/** What each audience is called in an error. */
const NAMES: Readonly<Record<Audience, string>> = {
  'resource-manager': 'Resource Manager',
  graph: 'Microsoft Graph',
  'key-vault': 'Key Vault',
  blobs: 'Azure Storage',
  'sign-in': 'the sign-in service',
};

/** True for a host, with its port where it has one, that the cloud's data name for the audience. */
function isHostOf(host: string, audience: Audience, cloud: Cloud): boolean {
  const name = host.toLowerCase();
  switch (audience) {
    case 'resource-manager':
      return isAt(name, cloud.armEndpoint) || isRegional(name, cloud);
    case 'graph':
      return isAt(name, cloud.graphEndpoint);
    case 'key-vault':
      return isBelow(name, cloud.keyVaultSuffix);
    case 'blobs':
      return (
        isBelow(name, `blob.${cloud.storageSuffix}`) ||
        // Accounts of DNS zones: ACCOUNT.z12.blob.storage.azure.net.
        (cloud.storageZoneSuffix !== undefined && isBelow(name, `blob.${cloud.storageZoneSuffix}`))
      );
    case 'sign-in':
      return isAt(name, cloud.authority) || (cloud.signInHosts ?? []).includes(name);
  }
}

function isAt(host: string, endpoint: string): boolean {
  return host === new URL(endpoint).host;
}

/** Resource Manager answers in each region too, below its own name: `westeurope.management.azure.com`. */
function isRegional(host: string, { armEndpoint }: Cloud): boolean {
  return isBelow(host, new URL(armEndpoint).host);
}

function isBelow(host: string, suffix: string): boolean {
  return host.endsWith(`.${suffix}`) && host.length > suffix.length + 1;
}

/**
 * The policy; goes around each attempt, inside redirects and signing, so that it sees each address that is
 * really asked. Requests of a sign-in hold secrets in their bodies alone: its other requests may go anywhere.
 * @throws AzbackupError `AZB_FOREIGN_HOST` (unavailable) that names the host, before anything is sent
 */
export function audiencePolicy(audience: Audience, cloud: Cloud): PipelinePolicy {
  return {
    name: 'azbackupAudiencePolicy',
    sendRequest: async (request, next) => {
      if (audience !== 'sign-in' || request.body !== undefined) {
        requireHost(request.url, request.url, audience, cloud);
      }
      rememberWhatIsSecret(request, audience);
      const response = await next(request);
      const location = redirectOf(response);
      if (location !== undefined) {
        requireHost(location, request.url, audience, cloud);
      }
      return response;
    },
  };
}

/** What opens something: the token, and what a sign-in sends to get one. */
function rememberWhatIsSecret({ headers, body }: PipelineRequest, audience: Audience): void {
  const [, token] = /^\S+\s+(?<token>.+)$/u.exec(headers.get('authorization') ?? '') ?? [];
  rememberSecret(token ?? '');
  if (audience === 'sign-in' && typeof body === 'string') {
    for (const [name, value] of new URLSearchParams(body)) {
      if (SIGN_IN_SECRETS.has(name)) {
        rememberSecret(value);
      }
    }
  }
}

const SIGN_IN_SECRETS = new Set([
  'client_secret',
  'client_assertion',
  'refresh_token',
  'assertion',
]);

/** Where an answer sends the caller instead of answering. */
function redirectOf({ status, headers }: PipelineResponse): string | undefined {
  return status >= 300 && status < 400 && status !== 304 ? headers.get('location') : undefined;
}

function requireHost(url: string, base: string, audience: Audience, cloud: Cloud): void {
  if (!URL.canParse(url, base)) {
    throw unexpectedResponse(`it names '${url}', which is no address`, NAMES[audience]);
  }
  const { protocol, host } = new URL(url, base);
  if (protocol !== 'https:' || !isHostOf(host, audience, cloud)) {
    throw foreignHost(`${protocol}//${host}`, audience, cloud);
  }
}

function foreignHost(origin: string, audience: Audience, cloud: Cloud): AzbackupError {
  return new AzbackupError({
    code: 'AZB_FOREIGN_HOST',
    kind: 'unavailable',
    message: `nothing was sent to ${origin}: it is not a host of ${NAMES[audience]} in ${cloud.name}`,
    target: origin,
    causes: ['the address came with an answer, or from a resource, and a token would go there'],
    fix: ['check the proxy between this computer and Azure, or choose the cloud: --cloud'],
  });
}
