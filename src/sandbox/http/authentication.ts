// Who sends a request: reads the bearer token and answers each service's own 401 when it is not good.

import type { SandboxClock } from '../kernel/time/clock.js';
import { unixSeconds, usInstant } from '../kernel/time/instant.js';
import type { WorldState } from '../kernel/state.js';
import { issuerOf, readAccessToken, type AccessTokenClaims } from './access-token.js';
import type { Caller, OperationResponse, SandboxHost } from './operation.js';

/** What is wrong with a token. */
export type TokenFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'expired'; readonly expiredSeconds: number }
  | { readonly kind: 'audience'; readonly audience: string }
  | { readonly kind: 'tenant'; readonly tenantId: string };

/** What the check needs to know about the request. */
export interface AuthenticationRequest {
  readonly host: SandboxHost;
  readonly authorization: string | null;
  /** Tenant that the addressed thing belongs to; undefined when the request names none. */
  readonly tenantId: string | undefined;
  readonly state: WorldState;
  readonly clock: SandboxClock;
}

/** The caller, or the 401 to answer. */
export type Authentication = { readonly caller: Caller } | { readonly refused: OperationResponse };

/** Checks a request's token: signature, expiry, audience, tenant. */
export function authenticate(request: AuthenticationRequest): Authentication {
  const checked = checkToken(request);
  if ('fault' in checked) {
    return { refused: refuse(request, checked.fault) };
  }
  const { oid, appid, tid } = checked.claims;
  return { caller: { objectId: oid, appId: appid, tenantId: tid } };
}

function checkToken(
  request: AuthenticationRequest,
): { readonly claims: AccessTokenClaims } | { readonly fault: TokenFault } {
  if (request.authorization === null || request.authorization === '') {
    return { fault: { kind: 'missing' } };
  }
  const token = /^bearer +(?<token>\S+)$/iu.exec(request.authorization)?.groups?.['token'];
  const claims = token === undefined ? undefined : readAccessToken(request.state, token);
  if (claims === undefined) {
    return { fault: { kind: 'malformed' } };
  }
  return checkClaims(request, claims);
}

function checkClaims(
  request: AuthenticationRequest,
  claims: AccessTokenClaims,
): { readonly claims: AccessTokenClaims } | { readonly fault: TokenFault } {
  if (!isAudienceOf(request.host, claims.aud)) {
    return { fault: { kind: 'audience', audience: claims.aud } };
  }
  if (claims.exp <= unixSeconds(request.clock.now())) {
    return { fault: { kind: 'expired', expiredSeconds: claims.exp } };
  }
  if (request.tenantId !== undefined && request.tenantId !== claims.tid) {
    return { fault: { kind: 'tenant', tenantId: claims.tid } };
  }
  return { claims };
}

/** Audiences that each service takes, without their trailing slash. */
const AUDIENCES: Readonly<Record<SandboxHost, readonly string[]>> = {
  arm: ['https://management.core.windows.net', 'https://management.azure.com'],
  graph: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
  vault: ['https://vault.azure.net', 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'],
  blob: ['https://storage.azure.com'],
  login: [],
};

function isAudienceOf(host: SandboxHost, audience: string): boolean {
  return AUDIENCES[host].includes(audience.replace(/\/+$/u, ''));
}

function refuse(request: AuthenticationRequest, fault: TokenFault): OperationResponse {
  switch (request.host) {
    case 'vault':
      return vaultRefusal(fault, request);
    case 'graph':
      return graphRefusal(fault);
    case 'arm':
    case 'blob':
    case 'login':
      return armRefusal(fault, request);
  }
}

/** Documentation: Resolve common Azure errors; wording from public reports of each code. */
function armRefusal(fault: TokenFault, request: AuthenticationRequest): OperationResponse {
  const [code, message] = armFault(fault, request);
  const tenant = request.tenantId ?? 'common';
  const error = code === 'AuthenticationFailed' ? MISSING_HEADER : message;
  return {
    status: 401,
    headers: {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${tenant}", error="invalid_token", error_description="${error}"`,
      'x-ms-failure-cause': 'gateway',
    },
    body: { error: { code, message } },
  };
}

const MISSING_HEADER = "The authentication failed because of missing 'Authorization' header.";

function armFault(
  fault: TokenFault,
  { tenantId = '', clock }: AuthenticationRequest,
): readonly [code: string, message: string] {
  switch (fault.kind) {
    case 'missing':
      return [
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
      ];
    case 'malformed':
      return ['InvalidAuthenticationToken', 'The access token is invalid.'];
    case 'expired':
      return [
        'ExpiredAuthenticationToken',
        `The access token expiry UTC time '${usInstant(fault.expiredSeconds * 1000)}' is earlier than current UTC time '${usInstant(clock.now())}'.`,
      ];
    case 'audience':
      return [
        'InvalidAuthenticationTokenAudience',
        `The access token has been obtained for wrong audience or resource '${fault.audience}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.`,
      ];
    case 'tenant':
      return [
        'InvalidAuthenticationTokenTenant',
        `The access token is from the wrong issuer '${issuerOf(fault.tenantId)}'. It must match the tenant '${issuerOf(tenantId)}' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
      ];
  }
}

/** The challenge is recorded in kv-secret-set.401-challenge-then-200; the AKV codes are from public reports. */
function vaultRefusal(
  fault: TokenFault,
  { tenantId = '' }: AuthenticationRequest,
): OperationResponse {
  return {
    status: 401,
    headers: {
      'www-authenticate': `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="https://vault.azure.net"`,
    },
    body: { error: { code: 'Unauthorized', message: vaultFault(fault, tenantId) } },
  };
}

function vaultFault(fault: TokenFault, tenantId: string): string {
  switch (fault.kind) {
    case 'missing':
      return 'AKV10000: Request is missing a Bearer or PoP token.';
    case 'audience':
      return `AKV10022: Invalid audience. Expected https://vault.azure.net, found: ${fault.audience}.`;
    case 'tenant':
      return `AKV10032: Invalid issuer. Expected one of ${issuerOf(tenantId)}, found ${issuerOf(fault.tenantId)}.`;
    // Nobody recorded these two; a client only looks at the status and the challenge.
    case 'malformed':
    case 'expired':
      return 'AKV10001: Token validation failed.';
  }
}

/** Documentation: Microsoft Graph error responses; wording from public reports. */
function graphRefusal(fault: TokenFault): OperationResponse {
  const messages: Readonly<Record<TokenFault['kind'], string>> = {
    missing: 'Access token is empty.',
    malformed: 'CompactToken parsing failed with error code: 80049217',
    expired: 'Lifetime validation failed, the token is expired.',
    audience: 'Access token validation failure. Invalid audience.',
    tenant: 'Access token validation failure.',
  };
  return {
    status: 401,
    body: { error: { code: 'InvalidAuthenticationToken', message: messages[fault.kind] } },
  };
}
