// What tokens say of themselves, and who a token speaks for: the object id and the tenant of the caller.

import { parseJson } from '../../domain/parse-json.js';
import { z } from 'zod';
import { ofCurrentTenant } from './transport/tenant-policy.js';
import type { Transport } from './transport/transport.js';

const claimsSchema = z.object({ oid: z.string().optional(), tid: z.string().optional() });

/** What a token says of the caller; members that it does not tell are left out. */
export type TokenClaims = z.infer<typeof claimsSchema>;

/** The claims of the token for a scope. */
export async function readTokenClaims(
  { credential, tenants }: Pick<Transport, 'credential' | 'tenants'>,
  scope: string,
): Promise<TokenClaims> {
  const token = await ofCurrentTenant(credential, tenants).getToken(scope);
  return claimsSchema.safeParse(claimsOf(token?.token ?? '')).data ?? {};
}

/** The claims of a JSON Web Token, whoever signed it; undefined where it is none. Its signature is not looked at. */
export function claimsOf(token: string): unknown {
  const [, payload = ''] = token.split('.');
  return parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
}
