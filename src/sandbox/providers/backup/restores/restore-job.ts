// The job of a restore, as planned at its start. Recordings restore-disks.poll-sequence-slow-vault-tier and, for
// machines, wire recordings of 2023: replacing the disks of one, and making a new one.

import { usInstant } from '../../../kernel/time/instant.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { machineNames } from '../backup-vault.js';
import type { BackupJob, JobTask } from '../jobs/state.js';
import type { BackupOperation } from '../operations/state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import type { RestoreOrder, RestoreTransfer } from './state.js';
import { NAMED_MILLISECONDS, restoreEnds } from './transfer.js';

/** What a job restores. */
interface PlannedRestore {
  readonly order: RestoreOrder;
  readonly point: RecoveryPoint;
  readonly transfer: RestoreTransfer;
}

/** A restore that will succeed. */
export function newRestoreJob(
  { jobId, vmId = '', startedMilliseconds, activityId }: BackupOperation,
  restore: PlannedRestore,
): BackupJob {
  const { order, transfer } = restore;
  const { region, replaced } = order;
  const { jobEnds } = restoreEnds(transfer);
  return {
    id: jobId,
    operation: region === undefined ? 'Restore' : 'CrossRegionRestore',
    vmId,
    startedMilliseconds,
    endsMilliseconds: startedMilliseconds + jobEnds,
    outcome: 'Completed',
    errors: [],
    tasks: tasksOf(startedMilliseconds, transfer),
    transfer,
    propertyBag: membersOf(vmId, restore),
    ...(replaced === undefined
      ? {}
      : {
          laterPropertyBag: {
            fromMilliseconds: startedMilliseconds + NAMED_MILLISECONDS,
            members: { 'Target VM Name': nameOf(replaced.machineId) },
          },
        }),
    finalPropertyBag: {},
    internalPropertyBag: {
      restoreLocationType: locationType(order),
      ...(region === undefined ? {} : { AdHoc: 'AdHoc' }),
    },
    activityId,
    cancellable: true,
  };
}

const LAST_TASKS = {
  replace: 'Update the virtual machine',
  create: 'Create the restored virtual machine',
} as const;

function tasksOf(start: number, transfer: RestoreTransfer): JobTask[] {
  const { taskEnds, jobEnds } = restoreEnds(transfer);
  const task = (taskId: string, from: number, to: number): JobTask => ({
    taskId,
    startedMilliseconds: start + from,
    shownMilliseconds: start + from,
    endsMilliseconds: start + to,
    outcome: 'Completed',
  });
  return [
    task('Transfer data from vault', 0, taskEnds),
    ...(transfer.ending === undefined
      ? []
      : [task(LAST_TASKS[transfer.ending], taskEnds, jobEnds)]),
  ];
}

function locationType({ replaced, created }: RestoreOrder): string {
  if (replaced !== undefined) {
    return 'OriginalLocation';
  }
  return created === undefined ? 'RestoreDisks' : 'AlternateLocation';
}

function membersOf(vmId: string, { order, point }: PlannedRestore): Record<string, string | null> {
  const { storageAccountId, targetResourceGroupId: group } = order;
  return {
    ...kindMembers(vmId, order),
    'Target Storage Account Name': nameOf(storageAccountId),
    'Recovery point time ': usInstant(point.timeMilliseconds),
    ...(group === undefined
      ? {}
      : { 'Target resource group': parseResourceId(group).resourceGroup ?? '' }),
  };
}

function kindMembers(
  vmId: string,
  { replaced, created }: RestoreOrder,
): Record<string, string | null> {
  if (replaced !== undefined) {
    return { 'Job Type': 'Replace disks', 'Target VM Name': null };
  }
  if (created === undefined) {
    // Azure names no machine where only disks are restored.
    return { 'Job Type': 'Recover disks', 'Target VM Name': 'vmName' };
  }
  const { machineId, networkId } = created;
  const { resourceGroup = '' } = parseResourceId(networkId);
  return {
    'Job Type': 'Recover VM to an alternate location',
    'Original VM Name': machineNames(vmId).friendlyName,
    'Target VM Name': nameOf(machineId),
    'Target VNet Name': `Group ${resourceGroup} ${nameOf(networkId)}`,
  };
}

function nameOf(resourceId: string): string {
  return parseResourceId(resourceId).names[0] ?? '';
}
