// Changes of a vault: the settings that a body asks for, and the operation that carries them out.

import type { OperationRequest } from '../../http/operation.js';
import { findBackupVault } from '../backup/backup-vault.js';
import { saveVault, type RecoveryVault, type VaultSettings } from './vault.js';
import type { VaultBodyProperties } from './vault-body.js';

/** Recording vault-create.poll-sequence: not yet after 1 s, done after 62 s; likewise for changes. */
const CHANGE_MILLISECONDS = 58_000;

/** What stands before the guid in the base64 of an operation's id. Recordings vault-create, vault-identity-assign. */
const OPERATION_MARKS = { 'vault-create': '2047', 'vault-update': '4095' } as const;

/** The settings in a body; what it leaves out is left out here, so that it stays as it is. */
export function settingsIn(properties: VaultBodyProperties | undefined): Partial<VaultSettings> {
  const immutability = properties?.securitySettings?.immutabilitySettings?.state;
  const crossSubscription =
    properties?.restoreSettings?.crossSubscriptionRestoreSettings.crossSubscriptionRestoreState;
  return {
    ...(properties?.publicNetworkAccess === undefined
      ? {}
      : { publicNetworkAccess: properties.publicNetworkAccess }),
    ...(properties?.monitoringSettings === undefined
      ? {}
      : { monitoringSettings: properties.monitoringSettings }),
    ...(immutability === undefined ? {} : { immutabilityState: immutability }),
    ...(crossSubscription === undefined
      ? {}
      : { crossSubscriptionRestoreState: crossSubscription }),
  };
}

/** Starts an operation on a vault and keeps what it will change; returns its id. */
export function startVaultOperation(
  request: OperationRequest,
  vault: RecoveryVault,
  kind: keyof typeof OPERATION_MARKS,
  change: {
    readonly settings: Partial<VaultSettings>;
    readonly tags?: Record<string, string> | undefined;
  },
): string {
  const { state, clock, ids } = request;
  const id = Buffer.from(`${OPERATION_MARKS[kind]};${ids.guid()}`).toString('base64');
  const started = clock.now();
  state.operations[id] = {
    id,
    kind,
    resourceId: vault.resource.id,
    startedMilliseconds: started,
    endsMilliseconds: started + CHANGE_MILLISECONDS,
    outcome: { status: 'Succeeded' },
  };
  saveVault(vault, {
    ...vault.properties,
    pending: {
      operationId: id,
      settings: change.settings,
      ...(change.tags === undefined ? {} : { tags: change.tags }),
    },
  });
  return id;
}

/** Whether a vault's redundancy may become what a body asks for; it is fixed once items are protected. */
export function applyRedundancy(
  request: OperationRequest,
  vaultId: string,
  wanted: VaultBodyProperties['redundancySettings'],
): boolean {
  const backup = findBackupVault(request.state, vaultId);
  if (backup === undefined || wanted === undefined) {
    return true;
  }
  const { storage } = backup;
  const redundancy = wanted.standardTierStorageRedundancy ?? storage.redundancy;
  const crossRegionRestore =
    wanted.crossRegionRestore === undefined
      ? storage.crossRegionRestore
      : wanted.crossRegionRestore === 'Enabled';
  const fits =
    (redundancy === storage.redundancy || !storage.locked) &&
    (!crossRegionRestore || redundancy === 'GeoRedundant') &&
    (crossRegionRestore || !storage.crossRegionRestore);
  if (fits) {
    backup.storage = { ...storage, redundancy, crossRegionRestore, known: true };
  }
  return fits;
}
