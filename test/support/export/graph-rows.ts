// What a query of Azure Resource Graph returns in a world, all pages of it, as the SDK's client asks.

import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { ClientSecretCredential } from '@azure/identity';
import { z } from 'zod';
import { createSandbox } from '../../../src/sandbox/create-sandbox.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { sandboxHttpClient } from '../sandbox-http-client.js';

const rowSchema = z.record(z.string(), z.unknown());

/** A row by its columns. */
export type GraphRow = Readonly<z.infer<typeof rowSchema>>;

/** The rows that the operator of the world gets. */
export async function graphRows(world: WorldState, query: string): Promise<readonly GraphRow[]> {
  const sandbox = createSandbox({ state: world, clock: worldClock(world) });
  const principal = world.directory.principals.find(
    ({ displayName }) => displayName === 'azbackup-operator',
  );
  const { tenantId = '', appId = '', clientSecret = '' } = principal ?? {};
  const options = { httpClient: sandboxHttpClient(sandbox), retryOptions: { maxRetries: 0 } };
  const credential = new ClientSecretCredential(tenantId, appId, clientSecret, options);
  const client = new ResourceGraphClient(credential, options);
  const rows: GraphRow[] = [];
  let skipToken: string | undefined;
  do {
    const next = skipToken === undefined ? {} : { skipToken };
    const page = await client.resources({ query, options: { top: 100, ...next } });
    // This version of the client reads the list of rows as an object with their numbers for names.
    rows.push(...z.array(rowSchema).parse(Object.values(page.data)));
    skipToken = page.skipToken;
  } while (skipToken !== undefined);
  return rows;
}
