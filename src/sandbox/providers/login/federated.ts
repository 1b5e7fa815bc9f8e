// Workload identity federation: an application signs in with a token that another issuer has signed for it.

import { z } from 'zod';
import type { Principal } from '../graph/state.js';
import { signInErrors, type SignInError } from './errors.js';

/** The only type of assertion that the token endpoint takes. */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  nbf: z.number(),
  exp: z.number(),
});

type Claims = z.infer<typeof claimsSchema>;

/**
 * Why an application may not sign in with an assertion; undefined when it may. The signature is not looked at:
 * the keys of the issuer are on its own server.
 */
export function refuseAssertion(
  { federatedCredentials = [] }: Principal,
  assertion: string,
  nowMilliseconds: number,
): SignInError | undefined {
  const claims = claimsOf(assertion);
  if (claims === undefined) {
    return signInErrors.malformedAssertion();
  }
  const mismatch = mismatchOf(federatedCredentials, claims);
  if (mismatch !== undefined) {
    return mismatch;
  }
  return nowMilliseconds >= claims.nbf * 1000 && nowMilliseconds < claims.exp * 1000
    ? undefined
    : signInErrors.expiredAssertion(nowMilliseconds, claims.nbf, claims.exp);
}

/** The first claim that no federated credential has together with those before it. */
function mismatchOf(
  credentials: NonNullable<Principal['federatedCredentials']>,
  { iss, aud, sub }: Claims,
): SignInError | undefined {
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) {
    return signInErrors.unknownIssuer(iss);
  }
  const ofAudience = ofIssuer.filter(({ audience }) => audience === aud);
  if (ofAudience.length === 0) {
    return signInErrors.unknownAudience(aud);
  }
  if (ofAudience.some(({ subject }) => subject === sub)) {
    return undefined;
  }
  return ofAudience.some(({ subject }) => subject.toLowerCase() === sub.toLowerCase())
    ? signInErrors.subjectInOtherCase(sub)
    : signInErrors.unknownSubject(sub);
}

function claimsOf(assertion: string): Claims | undefined {
  const [, payload = ''] = assertion.split('.');
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return claimsSchema.safeParse(parsed).data;
  } catch {
    return undefined;
  }
}
