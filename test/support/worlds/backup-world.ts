// The tiny world with machines and a Recovery Services vault, for tests of what protects them.
import { expect } from 'vitest';
import { seedDiskEncryption } from '../../../src/sandbox/providers/compute/disk-encryption/seed.js';
import {
  seedVirtualMachine,
  type VirtualMachineSeed,
} from '../../../src/sandbox/providers/compute/virtual-machines/seed.js';
import type { VirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { seedRecoveryVault } from '../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import { materialBits, privateKeyPem } from '../../../src/sandbox/estates/build/key-material.js';
import { worldIds } from '../../../src/sandbox/kernel/ids.js';
import { findResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  assign,
  tiny,
  tinySandbox,
  TINY_START,
  tinyWorld,
  vaultId,
  type Answer,
  type TinySandbox,
} from './tiny-world.js';

/** A parsed answer, of which the tests state what they expect. */
export type Json = Answer['body'];

/** ARM ids of the backup world. */
export const backupWorldIds = {
  vault: `${tiny.group}/providers/Microsoft.RecoveryServices/vaults/rsv-tiny`,
  otherVault: `${tiny.group}/providers/Microsoft.RecoveryServices/vaults/rsv-other`,
  policyKeyVault: vaultId(tiny.policyVault),
  rbacKeyVault: vaultId(tiny.rbacVault),
} as const;

/** ARM id of a machine of the backup world. */
export function machineId(name: string): string {
  return `${tiny.group}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

/** Path of the item of a machine in a vault; container and item named as az names them. */
export function itemPath(name: string, vault: string = backupWorldIds.vault): string {
  const bare = `iaasvmcontainerv2;rg-tiny;${name.toLowerCase()}`;
  return `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${bare}/protectedItems/vm;${bare}`;
}

/** ARM id of a policy of a vault. */
export function policyId(name: string, vault: string = backupWorldIds.vault): string {
  return `${vault}/backupPolicies/${name}`;
}

/** Adds a machine to a world: a plain Windows one unless told otherwise. */
export function addMachine(
  state: WorldState,
  name: string,
  seed: Partial<VirtualMachineSeed> = {},
): VirtualMachine {
  return seedVirtualMachine(state, worldIds(state), {
    id: machineId(name),
    location: 'japaneast',
    osType: 'Windows',
    createdMilliseconds: TINY_START - 86_400_000,
    ...seed,
  });
}

/** Adds a key with one version to a key vault of the tiny world; returns its URL. */
export function addKey(
  state: WorldState,
  keyVaultName: string,
  name: string,
  more: { readonly enabled?: boolean; readonly managed?: boolean } = {},
): string {
  const version = worldIds(state).hex(32);
  const objects = (state.keyVaultData[keyVaultName] ??= { keys: {}, secrets: {} });
  objects.keys[name] = {
    name,
    managed: more.managed ?? false,
    versions: [
      {
        version,
        kty: 'RSA',
        sizeBits: materialBits,
        privateKeyPem: privateKeyPem(0),
        keyOps: ['wrapKey', 'unwrapKey'],
        tags: {},
        enabled: more.enabled ?? true,
        createdSeconds: 1_700_000_000,
        updatedSeconds: 1_700_000_000,
      },
    ],
  };
  return `https://${keyVaultName}.vault.azure.net/keys/${name}/${version}`;
}

/** Adds a machine under Azure Disk Encryption, its secret in the key vault with access policies. */
export function addEncryptedMachine(
  state: WorldState,
  name: string,
  options: {
    readonly kekUrl?: string;
    readonly keyVaultId?: string;
    readonly seed?: Partial<VirtualMachineSeed>;
    readonly mechanism?: 'SinglePass' | 'DoublePass';
  } = {},
): VirtualMachine {
  const machine = addMachine(state, name, options.seed);
  const keyVaultId = options.keyVaultId ?? backupWorldIds.policyKeyVault;
  seedDiskEncryption(state, worldIds(state), machine, {
    atMilliseconds: TINY_START - 80_000_000,
    keyVaultId,
    ...(options.kekUrl === undefined ? {} : { kek: { keyVaultId, keyUrl: options.kekUrl } }),
    ...(options.mechanism === undefined ? {} : { mechanism: options.mechanism }),
  });
  return machine;
}

/** Lets the backup service at a key vault with access policies. */
export function grantByPolicy(
  state: WorldState,
  permissions: { readonly keys: readonly string[]; readonly secrets: readonly string[] },
): void {
  const vault = findResource(state, backupWorldIds.policyKeyVault);
  const policies = vault?.properties['accessPolicies'];
  if (vault === undefined || !Array.isArray(policies)) {
    throw new Error('the tiny world has no key vault with access policies');
  }
  const entry = { tenantId: tiny.tenantId, objectId: tiny.backupServiceId, permissions };
  vault.properties['accessPolicies'] = [...policies, entry];
}

/** Lets the backup service at the key vault with roles. */
export function grantByRole(state: WorldState): void {
  assign(state, tiny.backupServiceId, tiny.keyVaultAdministrator, backupWorldIds.rbacKeyVault);
}

/** A world with a vault `rsv-tiny`, another one, and the machine `Plain-VM`. */
export function backupWorld(): WorldState {
  const state = tinyWorld();
  for (const id of [backupWorldIds.vault, backupWorldIds.otherVault]) {
    seedRecoveryVault(state, {
      id,
      location: 'japaneast',
      createdMilliseconds: TINY_START - 2 * 86_400_000,
    });
  }
  addMachine(state, 'Plain-VM');
  return state;
}

/** A sandbox over a backup world, with the ways to drive it that tests share. */
export interface BackupSandbox extends TinySandbox {
  /** Lets seconds pass. */
  pass(seconds: number): void;
  /** Sends a request in the api-version of SDK 12 unless told otherwise. */
  call(method: string, path: string, body?: unknown, apiVersion?: string): Promise<Answer>;
  /** Sends a PUT of an item, waits long enough, and returns the operation's status document. */
  put(
    name: string,
    properties: Readonly<Record<string, unknown>>,
    options?: PutOptions,
  ): Promise<Json>;
  /** Protects a machine with DefaultPolicy and checks that it went well. */
  protect(name: string): Promise<void>;
  /** The properties of an item. */
  item(name: string): Promise<Json>;
}

/** How an item is put. */
export interface PutOptions {
  readonly vault?: string;
  readonly apiVersion?: string;
}

/** A sandbox over this world, or over a new backup world. */
export function backupSandbox(state: WorldState = backupWorld()): BackupSandbox {
  const sandbox = tinySandbox(state);
  const pass = (seconds: number): void => {
    sandbox.clock.advanceTo(sandbox.clock.now() + seconds * 1000);
  };
  const call: BackupSandbox['call'] = async (method, path, body, apiVersion = '2023-06-01') => {
    const query = `${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
    return await sandbox.send(method, `${path}${query}`, body === undefined ? {} : { body });
  };
  const put: BackupSandbox['put'] = async (name, properties, options = {}) => {
    const answer = await call(
      'PUT',
      itemPath(name, options.vault),
      {
        properties: {
          protectedItemType: 'Microsoft.Compute/virtualMachines',
          sourceResourceId: machineId(name),
          ...properties,
        },
      },
      options.apiVersion,
    );
    expect(answer).toMatchObject({ status: 202, body: undefined });
    pass(60);
    const status = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
    expect(status.status).toBe(200);
    return status.body;
  };
  return {
    ...sandbox,
    pass,
    call,
    put,
    protect: async (name) => {
      const status = await put(name, { policyId: policyId('DefaultPolicy') });
      expect(status).toMatchObject({ status: 'Succeeded' });
    },
    item: async (name) => (await call('GET', itemPath(name))).body.properties,
  };
}

/** Asks for a backup on demand of a machine and lets its operation end; returns the operation's status document. */
export async function triggerBackup(
  sandbox: BackupSandbox,
  name: string,
  expiry = '2026-12-23T00:00:00.000Z',
): Promise<Json> {
  const answer = await sandbox.call('POST', `${itemPath(name)}/backup`, {
    properties: { objectType: 'IaasVMBackupRequest', recoveryPointExpiryTimeInUTC: expiry },
  });
  if (answer.status !== 202) {
    return answer;
  }
  sandbox.pass(2);
  return (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body;
}

/** The properties of a job as the API shows them. */
export async function jobProperties(sandbox: BackupSandbox, id: string): Promise<Json> {
  return (await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs/${id}`)).body.properties;
}
