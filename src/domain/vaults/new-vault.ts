// What is known of a Recovery Services vault before it exists: Azure gives every new vault the policies
// DefaultPolicy and EnhancedPolicy ("Back up Azure VMs in a Recovery Services vault"; recorded).

import type { Fact } from '../fact.js';
import type { BackupPolicy } from '../backup-policy/policy.js';
import type { RecoveryServicesVault } from './recovery-services.js';
import { formatResourceId, sameName, type ResourceId } from '../resource-id.js';
import type { VirtualMachine } from '../virtual-machine.js';

/** The id that a vault made for a machine will have: in the machine's own group. */
export function newVaultId(vm: VirtualMachine, name: string): ResourceId {
  return formatResourceId({
    subscriptionId: vm.subscriptionId,
    resourceGroup: vm.resourceGroup,
    type: 'Microsoft.RecoveryServices/vaults',
    names: [name],
  });
}

/** Vault and policy as they will be; a policy that new vaults do not have is absent. */
export function newVaultFacts(
  vm: VirtualMachine,
  name: string,
  policyName: string,
): { readonly vault: RecoveryServicesVault; readonly policy: Fact<BackupPolicy> } {
  const id = newVaultId(vm, name);
  const vault: RecoveryServicesVault = {
    id,
    name,
    resourceGroup: vm.resourceGroup,
    subscriptionId: vm.subscriptionId,
    location: vm.location,
    provisioningState: 'Planned',
    identityPrincipalIds: [],
  };
  const policy = [standardPolicy(id), enhancedPolicy(id)].find((candidate) =>
    sameName(candidate.name, policyName),
  );
  return {
    vault,
    policy: policy === undefined ? { status: 'absent' } : { status: 'known', value: policy },
  };
}

function standardPolicy(vaultId: ResourceId): BackupPolicy {
  return {
    id: `${vaultId}/backupPolicies/DefaultPolicy`,
    name: 'DefaultPolicy',
    policyType: 'Standard',
    timeZone: 'UTC',
    // The hour is chosen by Azure when the vault is made, so none is promised here.
    schedule: { frequency: 'Daily', times: [], days: [] },
    retention: { daily: { days: 30 } },
    instantRestoreDays: 2,
    protectedItemsCount: 0,
  };
}

function enhancedPolicy(vaultId: ResourceId): BackupPolicy {
  return {
    id: `${vaultId}/backupPolicies/EnhancedPolicy`,
    name: 'EnhancedPolicy',
    policyType: 'Enhanced',
    timeZone: 'UTC',
    schedule: { frequency: 'Hourly', times: ['08:00'], days: [], everyHours: 4, windowHours: 12 },
    retention: { daily: { days: 30 } },
    instantRestoreDays: 2,
    protectedItemsCount: 0,
  };
}
