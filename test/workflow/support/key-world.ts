// Worlds in which keys and secrets of recovery points are gone, deleted, or in other hands.

import type { ProtectedItem } from '../../../src/sandbox/providers/backup/protected-items/state.js';
import type { KeyAndSecret } from '../../../src/sandbox/providers/backup/recovery-points/state.js';
import type { VaultKey, VaultSecret } from '../../../src/sandbox/providers/key-vault-data/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { purgeEverything } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addKeyVault } from '../../../src/sandbox/estates/build/key-vault.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { accessPolicies, knownItem, PRODUCTION_VAULT } from './contoso.js';

/** A BEK-only Windows machine, VM101, whose secret in `kv-bek` was purged; the operator may restore it. */
export function addLostBekOnly(world: WorldState): void {
  const keyVault = addKeyVault(world, {
    name: 'kv-bek',
    resourceGroup: 'rg-prod',
    backupMay: 'all',
    operatorMay: 'restore',
  });
  const ade = { keyVault };
  const vmId = addVirtualMachine(world, {
    name: 'VM101',
    resourceGroup: 'rg-prod',
    osType: 'Windows',
    ade,
  });
  addProtection(world, {
    vaultId: PRODUCTION_VAULT,
    policyName: 'daily-90-days',
    vmId,
    firstDay: 5,
  });
  purgeEverything(world, keyVault);
}

/** Everything in a key vault. */
export function contents(
  world: WorldState,
  vault: string,
): { readonly keys: readonly VaultKey[]; readonly secrets: readonly VaultSecret[] } {
  const { keys = {}, secrets = {} } = world.keyVaultData[vault] ?? {};
  return { keys: Object.values(keys), secrets: Object.values(secrets) };
}

/** Deletes everything in a key vault softly. */
export function deleteSoftly(world: WorldState, vault: string): void {
  const now = Math.floor(world.nowMilliseconds / 1000);
  const { keys, secrets } = contents(world, vault);
  for (const object of [...keys, ...secrets]) {
    object.deletion = { deletedSeconds: now - 60, scheduledPurgeSeconds: now + 86_400 };
  }
}

/** Gives the operator more permissions in a key vault of access policies. */
export function allowOperator(
  world: WorldState,
  vault: string,
  more: { readonly keys?: readonly string[]; readonly secrets?: readonly string[] },
): void {
  const policy = accessPolicies(world, vault).find(
    ({ objectId }) => objectId === objectIds.operator,
  );
  policy?.permissions.keys?.push(...(more.keys ?? []));
  policy?.permissions.secrets?.push(...(more.secrets ?? []));
}

/** The points of a machine. */
export function pointsOf(world: WorldState, vm: string): ProtectedItem['recoveryPoints'] {
  return knownItem(world, vm).recoveryPoints;
}

/** What the newest point of a machine holds. */
export function copiesOf(world: WorldState, vm: string): KeyAndSecret {
  const copies = pointsOf(world, vm).at(-1)?.keyAndSecret;
  if (copies === undefined) {
    throw new Error(`${vm} has no encrypted point`);
  }
  return copies;
}

/** An encryption info file as a restore of such a point would leave it. */
export function encryptionInfo({ bekDetails, kekDetails, secretBackupData }: KeyAndSecret): string {
  return JSON.stringify({
    OsDiskKeyAndSecretDetails: {
      KeyUrl: kekDetails?.keyUrl ?? null,
      KeyBackupData: kekDetails?.keyBackupData ?? null,
      SecretUrl: bekDetails.secretUrl,
      SecretData: bekDetails.secretData,
      KeyVaultSecretBackupData: secretBackupData ?? null,
    },
  });
}
