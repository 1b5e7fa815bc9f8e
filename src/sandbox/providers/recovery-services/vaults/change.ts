// Changes of a vault: the settings that a body asks for, and the operation that carries them out.

import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { SETTING_IRREVERSIBLE } from '../../backup/assumed-errors.js';
import { backupError, type BackupFailure } from '../../backup/response.js';
import { findBackupVault } from '../../backup/backup-vault.js';
import { passGuard } from '../../backup/resource-guard/guarded-operations.js';
import type { BackupVault } from '../../backup/state.js';
import {
  changeRedundancy,
  changeSoftDelete,
  weakensSoftDelete,
  type WantedSoftDelete,
} from '../../backup/vault-config/rules.js';
import type { OperationOutcome } from '../../../kernel/resource.js';
import { changeEncryption } from './encryption.js';
import { changeIdentity, identityOfVault, type IdentityChange } from './identity.js';
import { saveVault, type RecoveryVault, type VaultSettings } from './vault.js';
import type { VaultBodyIdentity, VaultBodyProperties } from './body.js';

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

/** What an operation on a vault is to change, and how it ends when not well. */
export interface VaultChange {
  readonly settings: Partial<VaultSettings>;
  readonly identity?: IdentityChange | undefined;
  readonly tags?: Record<string, string> | undefined;
  readonly outcome?: OperationOutcome;
}

/** Starts an operation on a vault and keeps what it will change; returns its id. */
export function startVaultOperation(
  request: OperationRequest,
  vault: RecoveryVault,
  kind: keyof typeof OPERATION_MARKS,
  change: VaultChange,
): string {
  const { state, clock, ids } = request;
  const id = Buffer.from(`${OPERATION_MARKS[kind]};${ids.guid()}`).toString('base64');
  const started = clock.now();
  change.identity?.carryOut();
  state.operations[id] = {
    id,
    kind,
    resourceId: vault.resource.id,
    startedMilliseconds: started,
    endsMilliseconds: started + CHANGE_MILLISECONDS,
    outcome: change.outcome ?? { status: 'Succeeded' },
  };
  saveVault(vault, {
    ...vault.properties,
    pending: {
      operationId: id,
      settings: change.settings,
      ...(change.identity === undefined ? {} : { identity: change.identity.identity }),
      ...(change.tags === undefined ? {} : { tags: change.tags }),
    },
  });
  return id;
}

/** What a body changes of a vault: settings, identities and encryption together. Throws the Refusal of what cannot be. */
export function changeIn(
  request: OperationRequest,
  vault: RecoveryVault,
  body: {
    readonly identity?: VaultBodyIdentity | undefined;
    readonly properties?: VaultBodyProperties | undefined;
    readonly tags?: Record<string, string> | undefined;
  },
): VaultChange {
  const { resource, properties } = vault;
  const settings = settingsIn(body.properties);
  const identity =
    body.identity === undefined ? undefined : changeIdentity(request, resource, body.identity);
  const wanted = body.properties?.encryption;
  const encrypting =
    wanted === undefined
      ? undefined
      : changeEncryption(
          request,
          { resource, encryption: properties.settings.encryption },
          identity?.identity ?? identityOfVault(resource),
          wanted,
        );
  return {
    settings:
      encrypting === undefined ? settings : { ...settings, encryption: encrypting.encryption },
    identity,
    tags: body.tags,
    ...(encrypting === undefined ? {} : { outcome: encrypting.outcome }),
  };
}

/** Settings that are fixed once and for all. Documentation: Immutable vault; Cross Subscription Restore. */
function isIrreversible(before: VaultSettings, after: Partial<VaultSettings>): boolean {
  const unlocked =
    before.immutabilityState === 'Locked' && (after.immutabilityState ?? 'Locked') !== 'Locked';
  const crossSubscription = after.crossSubscriptionRestoreState ?? 'PermanentlyDisabled';
  return (
    unlocked ||
    (before.crossSubscriptionRestoreState === 'PermanentlyDisabled' &&
      crossSubscription !== 'PermanentlyDisabled')
  );
}

/**
 * Changes what a body says of redundancy and soft delete, at once. What can no longer be changed is
 * told as a 400, and then nothing is changed. A body can name no request of a Resource Guard, so
 * where there is one, soft delete cannot be switched off (throws the Refusal).
 */
export function applyBackupSettings(
  request: OperationRequest,
  vault: RecoveryVault,
  properties: VaultBodyProperties | undefined,
): OperationResponse | undefined {
  const backup = findBackupVault(request.state, vault.resource.id);
  if (backup === undefined || properties === undefined) {
    return undefined;
  }
  if (isIrreversible(vault.properties.settings, settingsIn(properties))) {
    return backupError(400, SETTING_IRREVERSIBLE);
  }
  const softDelete = wantedSoftDelete(properties);
  if (softDelete !== undefined && weakensSoftDelete(backup, softDelete)) {
    passGuard(request, backup, 'disableSoftDeleteRequests', undefined);
  }
  const trial = { ...backup };
  const failure =
    (softDelete === undefined ? undefined : changeSoftDelete(trial, softDelete)) ??
    applyRedundancy(trial, properties.redundancySettings);
  if (failure !== undefined) {
    return backupError(400, failure);
  }
  backup.softDelete = trial.softDelete;
  backup.storage = trial.storage;
  return undefined;
}

function wantedSoftDelete({ securitySettings }: VaultBodyProperties): WantedSoftDelete | undefined {
  const wanted = securitySettings?.softDeleteSettings;
  return wanted === undefined
    ? undefined
    : {
        state: wanted.softDeleteState,
        enhancedSecurityState: wanted.enhancedSecurityState,
        retentionDays: wanted.softDeleteRetentionPeriodInDays,
      };
}

function applyRedundancy(
  backup: BackupVault,
  wanted: VaultBodyProperties['redundancySettings'],
): BackupFailure | undefined {
  const { crossRegionRestore, standardTierStorageRedundancy } = wanted ?? {};
  return wanted === undefined
    ? undefined
    : changeRedundancy(backup, {
        redundancy: standardTierStorageRedundancy,
        crossRegionRestore:
          crossRegionRestore === undefined ? undefined : crossRegionRestore === 'Enabled',
      });
}
