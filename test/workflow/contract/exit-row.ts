// A command line with the exit that it must have, and the situations that bring such exits about.

import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { EXIT_CODES } from '../../../src/errors/exit-code.js';
import type { BackupJob } from '../../../src/sandbox/providers/backup/jobs/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import type { RunOptions } from '../../support/run-cli.js';
import { jobsOf } from '../backups/backups.js';
import { knownItem, recoveryVaultId, takeRoles } from '../support/contoso.js';

export interface Row {
  readonly command: string;
  readonly exit: keyof typeof EXIT_CODES;
  /** Words with blanks between them, or one by one where a word holds a blank. */
  readonly argv: string | readonly string[];
  readonly options?: RunOptions;
  readonly change?: (world: WorldState) => void;
}

export const unavailable = (match: string): RunOptions => ({
  faults: [{ match, then: { kind: 'status', status: 503 } }],
});
export const mayNotGrant = (world: WorldState): void =>
  takeRoles(world, objectIds.operator, 'userAccessAdministrator');
export const seesNothing = (world: WorldState): void =>
  takeRoles(world, objectIds.operator, 'userAccessAdministrator', 'contributor', 'keyVaultReader');
export const MACHINES = 'GET **/virtualMachines';
export const SUBSCRIPTION = '--subscription 00000000-0000-0000-0000-000000000001';
export const interrupted: RunOptions = { signalAfter: { requests: 5, signal: 'SIGINT' } };
export const terminated: RunOptions = { signalAfter: { requests: 5, signal: 'SIGTERM' } };
export const onlyBackupFails: RunOptions = {
  faults: [
    {
      match: 'PUT **/roleAssignments/*',
      then: { kind: 'status', status: 400, code: 'RoleAssignmentLimitExceeded' },
    },
  ],
};

export const VAULTS = 'GET **/vaults';
export const NEW_VAULT = 'rsv-new -g rg-prod';
export const RESUME = '--vm VM010 --policy DefaultPolicy';
export const refusesChanges: RunOptions = {
  faults: [{ match: 'PUT **/protectedItems/*', then: { kind: 'status', status: 400 } }],
};
export const soonInterrupted: RunOptions = { signalAfter: { requests: 3, signal: 'SIGINT' } };
export const stopped = (world: WorldState): void => {
  const item = knownItem(world, 'VM010', recoveryVaultId('rsv-legacy', 'rg-legacy'));
  item.protectionState = 'ProtectionStopped';
  item.policyName = '';
};

export const jobsEnd = (outcome: 'CompletedWithWarnings'): RunOptions => ({
  faults: [{ match: 'job Backup *', then: { kind: 'job', outcome } }],
});
export const SOME_JOB = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';
export const OTHER_JOB = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c11';

/** A backup of VM005 that began a minute ago and ends in some seconds, or has ended. */
export function addJob(
  world: WorldState,
  outcome: BackupJob['outcome'],
  endsInSeconds = 0,
  id = SOME_JOB,
): void {
  const vault = findBackupVault(world, recoveryVaultId('rsv-prod'));
  const [pattern] = jobsOf(world).filter(({ operation }) => operation === 'Backup');
  if (vault === undefined || pattern === undefined) {
    throw new Error('the world has no backups');
  }
  const endsMilliseconds = world.nowMilliseconds + endsInSeconds * 1000;
  vault.jobs[id] = {
    ...pattern,
    id,
    outcome,
    startedMilliseconds: world.nowMilliseconds - 60_000,
    endsMilliseconds,
    errors: [],
    tasks: pattern.tasks.map((task) => ({ ...task, endsMilliseconds })),
  };
}
