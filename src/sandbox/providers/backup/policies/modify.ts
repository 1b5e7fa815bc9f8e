// The change of a policy that protects items: accepted at once, and the items follow. Known of it are
// the response 202 (OpenAPI ProtectionPolicies_CreateOrUpdate) and a list of jobs in its status (OpenAPI
// ProtectionPolicyOperationStatuses_Get). That there is a job for each item, of the kind that another
// policy makes, and how long it takes, is assumed.

import { entriesWith } from '../../../kernel/entry-index.js';
import type { OperationRequest } from '../../../http/operation.js';
import { acceptChange } from '../operations/accept-change.js';
import { addChangeJob } from '../jobs/backup-job.js';
import type { EventContext } from '../event-context.js';
import { itemsByPolicy, ofPolicy } from '../protected-items/indexes.js';
import type { BackupOperation, RequestedChange } from '../operations/state.js';
import type { BackupPolicy } from './state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { BackupVault } from '../state.js';
import { CHANGE_MILLISECONDS } from '../timings.js';

type PolicyChange = Extract<RequestedChange, { kind: 'modify-policy' }>;

/** The items that a policy protects, suspended ones included. */
export function itemsOfPolicy(vault: BackupVault, policyName: string): ProtectedItem[] {
  return entriesWith(vault.items, itemsByPolicy, ofPolicy(policyName));
}

/** Accepts new properties for a policy. */
export function acceptPolicyChange(
  request: OperationRequest,
  vault: BackupVault,
  policy: BackupPolicy,
): BackupOperation {
  const { name: policyName, properties } = policy;
  const jobIds = itemsOfPolicy(vault, policy.name).map((item): [string, string] => [
    item.name.toLowerCase(),
    request.ids.guid(),
  ]);
  return acceptChange(
    request,
    vault,
    { kind: 'modify-policy', policyName, properties, jobIds: Object.fromEntries(jobIds) },
    { milliseconds: CHANGE_MILLISECONDS },
  );
}

/** Gives the policy its new properties, and each item that it still protects its job. */
export function modifyPolicy(
  { vault, atMilliseconds }: EventContext,
  operation: BackupOperation,
  { policyName, properties, jobIds }: PolicyChange,
): void {
  const policy = { name: policyName, properties, changedMilliseconds: atMilliseconds };
  vault.policies[policyName.toLowerCase()] = policy;
  for (const item of itemsOfPolicy(vault, policy.name)) {
    const jobId = jobIds[item.name.toLowerCase()];
    if (jobId !== undefined) {
      addChangeJob(vault, { ...operation, jobId }, item.vmId, {
        operation: 'ConfigureBackup',
        propertyBag: { 'Policy Name': policyName },
      });
    }
  }
}

/** The jobs of a policy's change, as its status tells of them. OpenAPI OperationStatusJobsExtendedInfo. */
export function jobsOfPolicyChange(
  vault: BackupVault,
  { jobIds }: PolicyChange,
): Record<string, unknown> {
  return {
    objectType: 'OperationStatusJobsExtendedInfo',
    jobIds: Object.values(jobIds).filter((id) => vault.jobs[id] !== undefined),
    failedJobsError: {},
  };
}
