// The token by which a vault tells its secondary region that a recovery point may be restored: signed by the world,
// for one point of one vault and one region, and good for a day. Recording of a cross-region restore: a JSON Web Token.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

import type { WorldState } from '../../../kernel/state.js';
import { RESTORE_TOKEN_SECONDS } from './assumed-timings.js';

const claimsSchema = z.object({
  vaultId: z.string(),
  itemName: z.string(),
  recoveryPointName: z.string(),
  /** Whose token it is for: the audience that the secondary region gave. */
  aud: z.string(),
  nbf: z.number(),
  exp: z.number(),
});

/** What a token says; times are seconds since the epoch. */
export type RestoreTokenClaims = z.infer<typeof claimsSchema>;

/** A token that is good from an instant (milliseconds) on. */
export function issueRestoreToken(
  state: WorldState,
  claims: Omit<RestoreTokenClaims, 'nbf' | 'exp'>,
  nowMilliseconds: number,
): string {
  const nbf = Math.floor(nowMilliseconds / 1000);
  const content = [
    { typ: 'JWT', alg: 'HS256' },
    { ...claims, nbf, exp: nbf + RESTORE_TOKEN_SECONDS },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${signatureOf(state, content)}`;
}

/** What a token says that this world gave and that is good at an instant; undefined for anything else. */
export function readRestoreToken(
  state: WorldState,
  token: string,
  nowMilliseconds: number,
): RestoreTokenClaims | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const [given, wanted] = [signature, signatureOf(state, `${header}.${payload}`)].map((text) =>
    Buffer.from(text),
  );
  if (
    given?.length !== wanted?.length ||
    !timingSafeEqual(given ?? Buffer.alloc(1), wanted ?? Buffer.alloc(1))
  ) {
    return undefined;
  }
  const claims = claimsSchema.safeParse(
    parseJson(Buffer.from(payload, 'base64url').toString()),
  ).data;
  const now = nowMilliseconds / 1000;
  return claims !== undefined && claims.nbf <= now && now < claims.exp ? claims : undefined;
}

function signatureOf(state: WorldState, content: string): string {
  return createHmac('sha256', state.sealingSecret).update(`crr ${content}`).digest('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
