// Drills of a world, and what there is in it before and after.

import type { Drill } from '../../../src/commands/drill/evidence.js';
import type { DrillRunDocument } from '../../../src/commands/drill/run/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import { LOCK_TYPE } from '../../../src/sandbox/providers/authorization/locks/locks.js';
import { DELETED_VAULT_TYPE } from '../../../src/sandbox/providers/key-vault/vaults/deleted-vaults.js';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { blobNames } from '../restore/restores.js';

/** Everything in a world that costs something or opens something; jobs, and what only soft delete keeps, do not count. */
export function everythingIn(world: WorldState): readonly string[] {
  const { resources, resourceGroups, authorization, keyVaultData } = world;
  return [
    ...Object.keys(resourceGroups),
    ...Object.entries(resources).flatMap(([key, { type }]) =>
      type === DELETED_VAULT_TYPE ? [] : [key],
    ),
    ...Object.keys(authorization.assignments),
    ...Object.entries(keyVaultData).flatMap(([vault, { keys, secrets }]) =>
      [...Object.entries(keys), ...Object.entries(secrets)].map(
        ([name, { versions }]) => `${vault}/${name}/${versions.length}`,
      ),
    ),
    ...blobNames(world),
  ].toSorted();
}

/** Runs drills, and gives the result. */
export async function drill(
  argv: string,
  world: WorldState,
  options: RunOptions = {},
): Promise<{ readonly run: CliRun; readonly document: DrillRunDocument; readonly item: Drill }> {
  const run = await runCli(['drill', 'run', ...argv.split(' '), '-o', 'json'], {
    world,
    ...options,
  });
  const document = run.json<DrillRunDocument>();
  const [item] = document.items;
  if (item === undefined) {
    throw new Error(run.stderr);
  }
  return { run, document, item };
}

/** Locks a resource group against deletion. */
export function lockGroup(world: WorldState, groupId: string, level = 'CanNotDelete'): void {
  putResource(world, {
    id: `${groupId}/providers/${LOCK_TYPE}/keep`,
    name: 'keep',
    type: LOCK_TYPE,
    location: '',
    tags: {},
    properties: { level, notes: '' },
  });
}
