// Access tokens of the sandbox: JSON Web Tokens with the claims of Microsoft Entra's version 1
// tokens, signed with the world's own secret instead of Entra's key.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { SandboxClock } from '../kernel/time/clock.js';
import type { Principal } from '../providers/graph/state.js';
import { clientSpeed } from '../kernel/time/clock-settings.js';
import { unixSeconds } from '../kernel/time/instant.js';
import type { WorldState } from '../kernel/state.js';

/** How long a token lives, seconds; Entra chooses 60 to 90 minutes (Configurable token lifetimes). */
export const TOKEN_LIFETIME_SECONDS = 3600;

const claimsSchema = z.object({
  aud: z.string(),
  iss: z.string(),
  iat: z.number(),
  nbf: z.number(),
  exp: z.number(),
  appid: z.string(),
  idtyp: z.enum(['app', 'user']),
  oid: z.string(),
  sub: z.string(),
  tid: z.string(),
  ver: z.literal('1.0'),
  upn: z.string().optional(),
});

/** What a token says; times are seconds since the epoch. */
export type AccessTokenClaims = z.infer<typeof claimsSchema>;

/** A token for a principal of this world and one audience, such as https://vault.azure.net. */
export function createAccessToken(
  state: WorldState,
  clock: SandboxClock,
  grant: { readonly principal: Principal; readonly audience: string },
): string {
  const { principal, audience } = grant;
  const now = unixSeconds(clock.now());
  const claims: AccessTokenClaims = {
    aud: audience,
    iss: issuerOf(principal.tenantId),
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds(state),
    appid: principal.appId ?? AZURE_CLI_APP_ID,
    idtyp: principal.type === 'User' ? 'user' : 'app',
    oid: principal.objectId,
    sub: principal.objectId,
    tid: principal.tenantId,
    ver: '1.0',
    ...(principal.userPrincipalName === undefined ? {} : { upn: principal.userPrincipalName }),
  };
  return signed(state, claims);
}

/**
 * A client counts the lifetime that it was told by its own clock; where the world's runs faster, the
 * token would else be over long before the client thinks of a new one.
 */
function lifetimeSeconds(state: WorldState): number {
  return Math.ceil(TOKEN_LIFETIME_SECONDS * Math.max(1, clientSpeed(state)));
}

/** Users sign in through an application; this is the public id of the Azure CLI. */
const AZURE_CLI_APP_ID = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

/** A token comes with every request of a client, for an hour; only so many clients come at once. */
const MAX_KNOWN = 100;
const known = new Map<string, AccessTokenClaims>();

/** The claims of a token that this world signed; undefined for anything else. Looks at no time. */
export function readAccessToken(state: WorldState, token: string): AccessTokenClaims | undefined {
  const key = `${state.sealingSecret} ${token}`;
  const claims = known.get(key) ?? readSigned(state, token);
  if (claims !== undefined) {
    if (known.size >= MAX_KNOWN) {
      known.clear();
    }
    known.set(key, claims);
  }
  return claims;
}

function readSigned(state: WorldState, token: string): AccessTokenClaims | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
    return undefined;
  }
  if (!sameText(signature, signatureOf(state, `${header}.${payload}`))) {
    return undefined;
  }
  const claims = claimsSchema.safeParse(parseJson(Buffer.from(payload, 'base64url').toString()));
  return claims.success ? claims.data : undefined;
}

/** Issuer of a tenant's version 1 tokens. */
export function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

function signed(state: WorldState, claims: AccessTokenClaims): string {
  const content = [{ typ: 'JWT', alg: 'HS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${signatureOf(state, content)}`;
}

function signatureOf(state: WorldState, content: string): string {
  return createHmac('sha256', state.sealingSecret).update(content).digest('base64url');
}

function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
