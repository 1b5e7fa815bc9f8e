// Tokens of the tenant that a subscription is of. A sign-in may reach several tenants (az keeps tokens of all), and
// takes one of its own unless asked for another; Resource Manager says which it wants as it refuses.

import type { GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Transport } from './transport.js';

/** What a command has been told of tenants. */
export interface TenantMemory {
  readonly bySubscription: Map<string, string>;
  /** The tenant that was wanted last. */
  current?: string;
}

/** A memory of nothing. */
export function tenantMemory(): TenantMemory {
  return { bySubscription: new Map() };
}

/**
 * Sends a request that was refused for a token of the wrong tenant again, with one of the tenant that the refusal
 * names, and those that follow at once. Around each attempt, outside what binds tokens to their hosts.
 * @throws AzbackupError `AZB_NO_TOKEN_FOR_TENANT` (not-allowed)
 */
export function tenantPolicy({
  credential,
  cloud,
  tenants,
}: Pick<Transport, 'credential' | 'cloud' | 'tenants'>): PipelinePolicy {
  const sign = async (request: PipelineRequest, tenantId: string): Promise<void> => {
    const token = await credential.getToken(cloud.armScope, { tenantId });
    request.headers.set('authorization', `Bearer ${token?.token ?? ''}`);
  };
  return {
    name: 'azbackupTenantPolicy',
    sendRequest: async (request, next) => {
      const subscription = subscriptionOf(request);
      const known = tenants?.bySubscription.get(subscription);
      if (known !== undefined) {
        await sign(request, known);
      }
      const response = await next(request);
      const wanted = tenantWanted(response);
      if (wanted === undefined || wanted === known || tenants === undefined) {
        return response;
      }
      await sign(request, wanted);
      tenants.bySubscription.set(subscription, wanted);
      tenants.current = wanted;
      return next(request);
    },
  };
}

/** A credential that asks for the tenant that was wanted last, for services that every tenant has of its own. */
export function ofCurrentTenant(
  credential: TokenCredential,
  tenants: TenantMemory | undefined,
): TokenCredential {
  return {
    getToken: (scopes, options) => credential.getToken(scopes, inTenant(options, tenants?.current)),
  };
}

function inTenant(
  options: GetTokenOptions | undefined,
  tenantId: string | undefined,
): GetTokenOptions | undefined {
  return tenantId === undefined ? options : { tenantId, ...options };
}

/** Empty for what is of no subscription. */
function subscriptionOf({ url }: PipelineRequest): string {
  const { pathname } = new URL(url);
  return /^\/subscriptions\/(?<id>[^/]+)/iu.exec(pathname)?.groups?.['id']?.toLowerCase() ?? '';
}

const AUTHORITY =
  /authorization_uri="https:\/\/[^/"]+\/(?<tenant>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})"/iu;

function tenantWanted({ status, headers, bodyAsText }: PipelineResponse): string | undefined {
  const refused = status === 401 && /"InvalidAuthenticationTokenTenant"/u.test(bodyAsText ?? '');
  const challenge = refused ? headers.get('www-authenticate') : undefined;
  return AUTHORITY.exec(challenge ?? '')?.groups?.['tenant'];
}
