// Who the caller is: the object id in its token for Resource Manager. Nothing else of a token is looked at.

import { z } from 'zod';
import type { Transport } from './transport/transport.js';

const claimsSchema = z.object({ oid: z.string() });

/** The caller's object id; undefined where its token does not tell. */
export async function readCallerId({
  credential,
  cloud,
}: Pick<Transport, 'credential' | 'cloud'>): Promise<string | undefined> {
  const token = await credential.getToken(cloud.armScope);
  const [, payload = ''] = token?.token.split('.') ?? [];
  return claimsSchema.safeParse(parsed(payload)).data?.oid;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
