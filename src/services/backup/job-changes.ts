// Requests that make jobs and end them: an on-demand backup, and the cancellation of a job.

import type { RecoveryServicesBackupClient } from '@azure/arm-recoveryservicesbackup';
import { dateOf } from '../../domain/time/instant.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { captureHeaders } from '../arm/capture-headers.js';
import { partsOf } from '../arm/addressed-client.js';
import type { AzureCall } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import type { BackupService } from '../services.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './item-names.js';

/** Backups that are asked for, and jobs that are cancelled. */
export function jobChanges(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  poller: RawClient,
): Pick<BackupService, 'backupNow' | 'cancelJob'> {
  return {
    // Backups_Trigger; the SDK accepts 202 alone.
    backupNow: async (vaultId, vmId, expiry) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const what = `the backup of ${nameOf(vmId)}`;
      const call: AzureCall = { doing: `start ${what} in ${name}`, target: vmId };
      const accepted = await captureHeaders(call, (capture) =>
        clientFor(vaultId).backups.trigger(
          name,
          resourceGroup,
          FABRIC_NAME,
          containerNameOf(vmId),
          itemNameOf(vmId),
          {
            properties: {
              objectType: 'IaasVMBackupRequest',
              recoveryPointExpiryTimeInUTC: dateOf(expiry),
            },
          },
          capture,
        ),
      );
      return operationOf(accepted, poller, what);
    },
    // JobCancellations_Trigger.
    cancelJob: async (vaultId, jobId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const call: AzureCall = { doing: `cancel the backup job ${jobId}`, target: vaultId };
      const accepted = await captureHeaders(call, (capture) =>
        clientFor(vaultId).jobCancellations.trigger(name, resourceGroup, jobId, capture),
      );
      return operationOf(accepted, poller, `the cancellation of job ${jobId}`);
    },
  };
}
