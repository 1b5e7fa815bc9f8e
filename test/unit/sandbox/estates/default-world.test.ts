import { beforeAll, describe, expect, it } from 'vitest';
import {
  isActionAllowed,
  isDataActionAllowed,
} from '../../../../src/sandbox/providers/authorization/evaluate.js';
import { findBackupVault } from '../../../../src/sandbox/providers/backup/backup-vault.js';
import { checkKeyAccess } from '../../../../src/sandbox/providers/backup/key-access.js';
import { tiersAt } from '../../../../src/sandbox/providers/backup/recovery-points/lifetime.js';
import type { ProtectedItem } from '../../../../src/sandbox/providers/backup/protected-items/state.js';
import { machineEncryption } from '../../../../src/sandbox/providers/compute/disk-encryption/disk-encryption.js';
import { tryDiskKey } from '../../../../src/sandbox/providers/compute/disk-encryption/disk-key.js';
import {
  findVirtualMachine,
  machineDisks,
  type VirtualMachine,
} from '../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { vaultAccess } from '../../../../src/sandbox/providers/key-vault-data/access.js';
import { worldStateSchema, type WorldState } from '../../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../../src/sandbox/estates/build/principals.js';
import { buildDefaultWorld } from '../../../../src/sandbox/estates/default-world.js';

const now = Date.UTC(2026, 10, 23, 9);
const day = 86_400_000;
const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod';
const recoveryVault = `${group}/providers/Microsoft.RecoveryServices/vaults/rsv-prod`;

let state: WorldState;

beforeAll(() => {
  state = buildDefaultWorld(now);
});

const names = Array.from({ length: 16 }, (_, index) => `VM${String(index + 1).padStart(3, '0')}`);

function machine(name: string): VirtualMachine {
  const found = findVirtualMachine(
    state,
    `${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
  );
  if (found === undefined) {
    throw new Error(`no ${name}`);
  }
  return found;
}

function item(name: string, vaultId = recoveryVault): ProtectedItem | undefined {
  return findBackupVault(state, vaultId)?.items[
    `vm;iaasvmcontainerv2;rg-prod;${name.toLowerCase()}`
  ];
}

/** Whether the key of the OS disk can be fetched and unwrapped and opens the disk. */
function opens(name: string): boolean {
  const settings = machineEncryption(state, machine(name))?.settings;
  const lock = machineDisks(state, machine(name))[0]?.lock;
  return settings !== undefined && lock !== undefined && tryDiskKey(state, settings, lock).opens;
}

/** Whether Azure Backup may read and copy what it needs of a machine's keys. */
function granted(name: string): boolean {
  const settings = machineEncryption(state, machine(name))?.settings;
  const vaultId = settings?.diskEncryptionKey.sourceVault.id ?? '';
  const secrets = ['secrets/get', 'secrets/list', 'secrets/backup'] as const;
  const keys = ['keys/get', 'keys/list', 'keys/backup'] as const;
  return [...secrets, ...(settings?.keyEncryptionKey === undefined ? [] : keys)].every(
    (permission) =>
      vaultAccess(state, {
        vaultId,
        principalObjectId: objectIds.backupService,
        permission,
        trustedService: true,
        address: '198.51.100.20',
        nowMilliseconds: now,
      }).allowed,
  );
}

describe('buildDefaultWorld', () => {
  it('is a valid world that survives being saved', () => {
    expect(worldStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('gives the same ids every time', () => {
    const again = buildDefaultWorld(now);
    expect(Object.keys(again.resources)).toEqual(Object.keys(state.resources));
    expect(again.ids).toEqual(state.ids);
  });

  it('has the sixteen machines, each with its situation', () => {
    expect(names.map((name) => machine(name).resource.name)).toEqual(names);
    expect(Object.keys(state.situations ?? {})).toHaveLength(16);
  });

  it('has production in one region and its recovery in the paired one, with soft delete and purge protection', () => {
    const resources = Object.values(state.resources);
    const regionsOf = (recovery: boolean): Set<string | undefined> =>
      new Set(
        resources
          .filter(({ id }) => id.includes('/rg-dr/') === recovery)
          .map(({ location }) => location),
      );
    expect(regionsOf(false)).toEqual(new Set(['japaneast']));
    expect(regionsOf(true)).toEqual(new Set(['japanwest']));
    const keyVaults = resources.filter(({ type }) => type === 'Microsoft.KeyVault/vaults');
    for (const { properties } of keyVaults) {
      expect(properties).toMatchObject({
        enableSoftDelete: true,
        enablePurgeProtection: true,
        enabledForDiskEncryption: true,
      });
    }
  });
});

describe('the machines of the default world', () => {
  const ade = ['001', '002', '005', '006', '007', '008', '009', '011', '012', '014', '016'];

  it.each(names)('%s is encrypted by Azure Disk Encryption or is not', (name) => {
    expect(machineEncryption(state, machine(name)) !== undefined).toBe(ade.includes(name.slice(2)));
  });

  it.each([
    ['VM001', 'SinglePass', true],
    ['VM002', 'DoublePass', false],
    ['VM005', 'SinglePass', true],
    ['VM012', 'SinglePass', false],
    ['VM014', 'SinglePass', true],
  ])('%s: %s, KEK %s', (name, mechanism, kek) => {
    const encryption = machineEncryption(state, machine(name));
    expect(encryption?.mechanism).toBe(mechanism);
    expect(encryption?.settings.keyEncryptionKey !== undefined).toBe(kek);
  });

  it.each(ade.map((number) => `VM${number}`))('%s can start if its keys are there', (name) => {
    expect(opens(name)).toBe(!['VM008', 'VM014'].includes(name));
  });

  it.each(ade.map((number) => `VM${number}`))('%s is granted or is not', (name) => {
    expect(granted(name)).toBe(!['VM001', 'VM002', 'VM009', 'VM016'].includes(name));
  });

  it('can have their keys backed up in these cases', () => {
    const backedUp = ade
      .map((number) => `VM${number}`)
      .filter((name) => checkKeyAccess(state, machine(name), now) === undefined);
    expect(backedUp).toEqual(['VM005', 'VM007', 'VM011', 'VM012']);
  });

  it('have the other kinds of encryption', () => {
    const storage = machine('VM004').properties.storageProfile.osDisk.managedDisk;
    expect(storage?.['diskEncryptionSet']).toEqual({
      id: `${group}/providers/Microsoft.Compute/diskEncryptionSets/des-prod`,
    });
    expect(machine('VM013').properties.securityProfile?.securityType).toBe('TrustedLaunch');
    expect(machine('VM015').properties.securityProfile?.['encryptionAtHost']).toBe(true);
  });

  it('have unmanaged disks in one case', () => {
    const unmanaged = names.filter(
      (name) => machine(name).properties.storageProfile.osDisk.managedDisk === undefined,
    );
    expect(unmanaged).toEqual(['VM012']);
  });

  it('have a VM agent that is not ready in one case', () => {
    expect(names.filter((name) => !machine(name).properties.runtime.agentReady)).toEqual(['VM007']);
  });

  it('have a key of a certificate and a disabled key', () => {
    expect(state.keyVaultData['kv-prod-cert']?.keys['disk-encryption-certificate']?.managed).toBe(
      true,
    );
    const disabled = state.keyVaultData['kv-prod-granted']?.keys['kek-vm008'];
    expect(disabled?.versions.map(({ enabled }) => enabled)).toEqual([false]);
  });
});

describe('the protected machines of the default world', () => {
  it('are these', () => {
    const legacy = recoveryVault.replace(
      /rg-prod.*/u,
      'rg-legacy/providers/Microsoft.RecoveryServices/vaults/rsv-legacy',
    );
    expect(names.filter((name) => item(name) !== undefined)).toEqual([
      'VM005',
      'VM011',
      'VM014',
      'VM016',
    ]);
    expect(names.filter((name) => item(name, legacy) !== undefined)).toEqual(['VM010']);
  });

  it('VM005 has 40 points, the newest two days in both tiers', () => {
    const points = item('VM005')?.recoveryPoints ?? [];
    const tiers = points.map((point) =>
      tiersAt(point, now)
        .map(({ type }) => type)
        .join('+'),
    );
    expect(points).toHaveLength(40);
    expect(tiers.filter((text) => text === 'InstantRP+HardenedRP')).toHaveLength(2);
    expect(tiers.slice(-2)).toEqual(['InstantRP+HardenedRP', 'InstantRP+HardenedRP']);
    expect(points.every(({ timeMilliseconds }) => timeMilliseconds < now)).toBe(true);
    expect(points.at(-1)?.keyAndSecret?.encryptionMechanism).toBe('SinglePass');
  });

  it('VM011 was deleted 3 days ago and is kept for 14', () => {
    const deletion = item('VM011')?.deletion;
    expect(deletion?.retentionDays).toBe(14);
    expect(deletion?.deletedMilliseconds).toBe(now - 3 * day);
  });

  it('VM014 has its keys in its points only', () => {
    const keys = item('VM014')?.recoveryPoints.at(-1)?.keyAndSecret;
    expect(keys?.kekDetails?.keyBackupData).not.toBe('');
    expect(state.keyVaultData['kv-prod-lost']).toEqual({ keys: {}, secrets: {} });
  });

  it('VM016 failed for want of the grant since it was encrypted', () => {
    expect(item('VM016')).toMatchObject({
      lastBackupStatus: 'Failed',
      protectionState: 'Protected',
    });
    expect(item('VM016')?.recoveryPoints.every((point) => point.keyAndSecret === undefined)).toBe(
      true,
    );
    const jobs = Object.values(findBackupVault(state, recoveryVault)?.jobs ?? {});
    const newest = jobs
      .filter(({ vmId }) => vmId.endsWith('VM016'))
      .toSorted((left, right) => right.startedMilliseconds - left.startedMilliseconds)
      .at(0);
    expect(newest?.errors[0]?.errorTitle).toBe('UserErrorKeyVaultPermissionsNotConfigured');
  });
});

describe('who may do what in the default world', () => {
  const vm = `${group}/providers/Microsoft.Compute/virtualMachines/VM001`;
  const keyVault = `${group}/providers/Microsoft.KeyVault/vaults/kv-prod-rbac`;

  it.each([
    [
      'operator',
      'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/write',
      true,
    ],
    ['operator', 'Microsoft.Authorization/roleAssignments/write', true],
    ['operator', 'Microsoft.Authorization/roleDefinitions/write', true],
    ['operator', 'Microsoft.KeyVault/vaults/accessPolicies/write', true],
    ['viewer', 'Microsoft.Compute/virtualMachines/read', true],
    ['viewer', 'Microsoft.Compute/virtualMachines/write', false],
    ['backupOperator', 'Microsoft.Compute/virtualMachines/read', true],
    ['backupOperator', 'Microsoft.Authorization/roleAssignments/write', false],
  ] as const)('%s: %s is %s', (who, action, allowed) => {
    expect(isActionAllowed(state, objectIds[who], action, vm)).toBe(allowed);
  });

  it.each([
    ['operator', 'secrets/readMetadata/action', true],
    ['operator', 'keys/read', true],
    ['operator', 'secrets/getSecret/action', false],
    ['viewer', 'secrets/readMetadata/action', false],
  ] as const)('%s: %s in a key vault is %s', (who, action, allowed) => {
    expect(
      isDataActionAllowed(state, {
        principalObjectId: objectIds[who],
        dataAction: `Microsoft.KeyVault/vaults/${action}`,
        scope: keyVault,
        nowMilliseconds: now,
      }),
    ).toBe(allowed);
  });
});
