// Signs one of a world's applications in at its sandbox.
import { z } from 'zod';
import type { Sandbox } from '../../../src/sandbox/create-sandbox.js';

const tokenSchema = z.object({ access_token: z.string() });

/** A token for Resource Manager. Throws RangeError without an application of this name. */
export async function tokenFor(sandbox: Sandbox, displayName: string): Promise<string> {
  const found = sandbox.state.directory.principals.find((each) => each.displayName === displayName);
  if (found?.appId === undefined || found.clientSecret === undefined) {
    throw new RangeError(`there is no application ${displayName}`);
  }
  const response = await sandbox.fetch(
    new Request(`https://login.microsoftonline.com/${found.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: found.appId,
        client_secret: found.clientSecret,
        scope: 'https://management.azure.com/.default',
      }),
    }),
  );
  return tokenSchema.parse(await response.json()).access_token;
}
