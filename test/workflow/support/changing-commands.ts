// Every command that changes something, in a world where it has something to do, with what must be true of
// the sandbox when it ends with 0.

import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { ProtectedItem } from '../../../src/sandbox/providers/backup/protected-items/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { runCli } from '../../support/run-cli.js';
import { jobsOf } from '../backups/backups.js';
import { addJob, SOME_JOB, stopped } from '../contract/exit-row.js';
import { blobNames, diskNames, runs } from '../restore/restores.js';
import {
  accessPolicies,
  backupAssignments,
  itemOf,
  PRODUCTION_VAULT,
  recoveryVaultId,
  resource,
} from './contoso.js';
import { contents } from './key-world.js';
import { watchedWorld, withCopiesFor } from './watched-run.js';

/** The world once access to the key vault of VM001 was granted. */
const { world: grantedWorld } = await runCli('grant-access --vm VM001'.split(' '), {
  world: structuredClone(watchedWorld),
});

/** A command line and what it promises. */
export interface ChangingCommand {
  readonly argv: string;
  /** A world of the run's own. */
  world(): WorldState;
  /** Whether the world is as the plan says that it will be. */
  holds(world: WorldState): boolean;
}

const LEGACY = recoveryVaultId('rsv-legacy', 'rg-legacy');

function command(
  argv: string,
  holds: ChangingCommand['holds'],
  change: (world: WorldState) => void = () => undefined,
): ChangingCommand {
  return {
    argv,
    holds,
    world: () => {
      const world = structuredClone(watchedWorld);
      withCopiesFor(argv.split(' '), world);
      change(world);
      return world;
    },
  };
}

type State = ProtectedItem['protectionState'];

function item(
  vm: string,
  vault: string,
  expected: { readonly states: readonly State[]; readonly policy: string },
): ChangingCommand['holds'] {
  return (world) => {
    const found = itemOf(world, vm, vault);
    return (
      found !== undefined &&
      found.deletion === undefined &&
      expected.states.includes(found.protectionState) &&
      found.policyName.toLowerCase() === expected.policy.toLowerCase()
    );
  };
}

const BACKED_UP: readonly State[] = ['IRPending', 'Protected'];

/** The item of a machine is gone, or lies in soft delete. */
function deleted(vm: string, vault: string): ChangingCommand['holds'] {
  return (world) => {
    const found = itemOf(world, vm, vault);
    return found === undefined || found.deletion !== undefined;
  };
}

function all(...promises: readonly ChangingCommand['holds'][]): ChangingCommand['holds'] {
  return (world) => promises.every((promise) => promise(world));
}

const assigned =
  (keyVault: string, wanted: boolean): ChangingCommand['holds'] =>
  (world) =>
    backupAssignments(world, keyVault).length > 0 === wanted;

/** Whether the service has an access policy with the words that a backup needs. */
const opened =
  (keyVault: string, wanted: boolean): ChangingCommand['holds'] =>
  (world) => {
    const words = accessPolicies(world, keyVault)
      .filter(({ objectId }) => objectId === objectIds.backupService)
      .flatMap(({ permissions }) => permissions.secrets ?? [])
      .map((word) => word.toLowerCase());
    return ['get', 'list', 'backup'].every((word) => words.includes(word) === wanted);
  };

/** Whether the production vault has a policy, and what is to be seen in it. */
function policy(name: string, part: string): ChangingCommand['holds'] {
  return (world) =>
    JSON.stringify(findBackupVault(world, PRODUCTION_VAULT)?.policies[name] ?? '').includes(part);
}

function vaultIs(
  id: string,
  redundancy: string,
  crossRegionRestore: boolean,
  days: number,
): ChangingCommand['holds'] {
  return (world) => {
    const { storage, softDelete } = findBackupVault(world, id) ?? {};
    return (
      storage?.redundancy === redundancy &&
      storage.crossRegionRestore === crossRegionRestore &&
      softDelete?.retentionDays === days
    );
  };
}

/** Jobs of a kind that ended well since the world began. */
function jobDone(operation: string): ChangingCommand['holds'] {
  return (world) =>
    jobsOf(world).some(
      (job) =>
        job.operation === operation &&
        job.startedMilliseconds >= watchedWorld.nowMilliseconds &&
        job.outcome === 'Completed' &&
        job.endsMilliseconds <= world.nowMilliseconds,
    );
}

const keysAreBack: ChangingCommand['holds'] = (world) => {
  const { keys, secrets } = contents(world, 'kv-prod-lost');
  return [keys, secrets].every((objects) => objects.some(({ deletion }) => deletion === undefined));
};

/** The OS disk that was restored names its key and secret. */
const osDisksCarrySettings: ChangingCommand['holds'] = (world) => {
  const before = new Set(diskNames(watchedWorld));
  const restored = Object.values(world.resources).filter(
    ({ type, name }) => type.toLowerCase() === 'microsoft.compute/disks' && !before.has(name),
  );
  return restored.some(
    ({ properties }) => properties['encryptionSettingsCollection'] !== undefined,
  );
};

/** Of what a restore staged, the template alone is left, which holds no key. */
const stagingIsClean: ChangingCommand['holds'] = (world) => {
  const before = new Set(blobNames(watchedWorld));
  return blobNames(world).every(
    (name) => before.has(name) || /\/(?:azuredeploy|parameter)/u.test(name),
  );
};

const NEW_VAULT = recoveryVaultId('rsv-new');

/** All of them, each kind of step at least once. */
export const CHANGING_COMMANDS: readonly ChangingCommand[] = [
  command(
    'enable --vm VM001 --grant --yes',
    all(
      item('VM001', PRODUCTION_VAULT, { states: BACKED_UP, policy: 'DefaultPolicy' }),
      assigned('kv-prod-rbac', true),
    ),
  ),
  command(
    'enable --vm VM003 --create-vault rsv-new --policy DefaultPolicy',
    item('VM003', NEW_VAULT, { states: BACKED_UP, policy: 'DefaultPolicy' }),
  ),
  command(
    'enable --vm VM005 --policy DefaultPolicy --accept-retention-loss',
    item('VM005', PRODUCTION_VAULT, { states: BACKED_UP, policy: 'DefaultPolicy' }),
  ),
  command('grant-access --vm VM001 --yes', assigned('kv-prod-rbac', true)),
  command('grant-access --vm VM002 --yes', opened('kv-prod-policy', true)),
  command('grant-access --vm VM005 --revoke --yes', opened('kv-prod-app', false)),
  command('grant-access --vm VM001 --revoke --yes', assigned('kv-prod-rbac', false), (world) =>
    Object.assign(world, structuredClone(grantedWorld)),
  ),
  command('backup-now --vm VM005', jobDone('Backup')),
  command(
    `jobs cancel ${SOME_JOB} --vault rsv-prod`,
    (world) => {
      const job = findBackupVault(world, PRODUCTION_VAULT)?.jobs[SOME_JOB];
      return job?.outcome === 'Cancelled' && job.endsMilliseconds <= world.nowMilliseconds;
    },
    (world) => addJob(world, 'Completed', 3600),
  ),
  command(
    'disable --vm VM010 --yes',
    item('VM010', LEGACY, { states: ['ProtectionStopped'], policy: '' }),
  ),
  command(
    'disable --vm VM005 --retain-as-policy --yes',
    item('VM005', PRODUCTION_VAULT, { states: ['BackupsSuspended'], policy: 'daily-90-days' }),
    (world) => {
      const { properties } = resource(world, PRODUCTION_VAULT);
      properties['settings'] = {
        ...(properties['settings'] as object),
        immutabilityState: 'Unlocked',
      };
    },
  ),
  command('disable --vm VM005 --delete-data --confirm VM005', deleted('VM005', PRODUCTION_VAULT)),
  command('disable --vm VM010 --delete-data --confirm VM010', deleted('VM010', LEGACY)),
  command(
    'resume --vm VM010 --policy DefaultPolicy --accept-retention-loss',
    item('VM010', LEGACY, { states: BACKED_UP, policy: 'DefaultPolicy' }),
    stopped,
  ),
  command(
    'undelete --vm VM011',
    item('VM011', PRODUCTION_VAULT, { states: ['ProtectionStopped'], policy: '' }),
  ),
  command(
    'undelete --vm VM011 --resume --policy daily-90-days',
    item('VM011', PRODUCTION_VAULT, { states: BACKED_UP, policy: 'daily-90-days' }),
  ),
  command(
    'vault create rsv-new -g rg-prod --redundancy zrs --soft-delete-days 30',
    vaultIs(NEW_VAULT, 'ZoneRedundant', false, 30),
  ),
  command(
    'vault create rsv-legacy --soft-delete-days 30',
    (world) => findBackupVault(world, LEGACY)?.softDelete.retentionDays === 30,
  ),
  command('policy create nightly --vault rsv-prod --daily 02:00', policy('nightly', 'T02:00')),
  command(
    'policy update daily-90-days --vault rsv-prod --daily 20:00 --yes',
    policy('daily-90-days', 'T20:00'),
  ),
  command(
    'policy delete DefaultPolicy --vault rsv-prod --yes',
    (world) => findBackupVault(world, PRODUCTION_VAULT)?.policies['defaultpolicy'] === undefined,
  ),
  command('restore-keys --vm VM014 --yes', keysAreBack),
  command('restore --vm VM005', jobDone('Restore')),
  command(
    'restore --vm VM014',
    all(keysAreBack, jobDone('Restore'), osDisksCarrySettings, stagingIsClean),
  ),
  command(
    'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
    all(keysAreBack, jobDone('Restore'), stagingIsClean, (world) => runs(world, 'VM014R') === true),
  ),
];
