// Machines with a recovery point and a place to restore it to, for tests of restores.
import { expect } from 'vitest';
import { seedStorageAccount } from '../../../src/sandbox/providers/storage/storage-account.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addKey,
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  grantByPolicy,
  itemPath,
  jobProperties,
  machineId,
  triggerBackup,
  type BackupSandbox,
  type Json,
} from './backup-world.js';
import { tiny, TINY_START, type Answer } from './tiny-world.js';

/** ARM ids of the places. */
export const restorePlaces = {
  account: accountId('sttiny'),
  group: `/subscriptions/${tiny.subscriptionId}/resourceGroups/rg-target`,
} as const;

/** ARM id of a storage account. */
export function accountId(name: string, group: string = tiny.group): string {
  return `${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
}

/** Adds a storage account: a plain one unless told otherwise. */
export function addAccount(
  state: WorldState,
  name: string,
  seed: Partial<Parameters<typeof seedStorageAccount>[1]> = {},
): void {
  seedStorageAccount(state, {
    id: accountId(name),
    location: 'japaneast',
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: TINY_START,
    ...seed,
  });
}

/** A sandbox in which `Ade-VM` or another machine was backed up. */
export interface RestoreSandbox extends BackupSandbox {
  readonly vm: string;
  /** Name of the recovery point. */
  readonly point: string;
  /** Asks for a restore; members that are undefined are left out. */
  restore(request?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Asks for a restore, lets seconds pass, and returns its job's properties and id. */
  restored(
    request?: Readonly<Record<string, unknown>>,
    seconds?: number,
  ): Promise<{ readonly id: string; readonly job: Json }>;
}

/** What is backed up, and how long after that the restore comes. */
export interface RestoreOptions {
  readonly name?: string;
  readonly encrypted?: boolean;
  readonly kek?: boolean;
  readonly mechanism?: 'SinglePass' | 'DoublePass';
  readonly seed?: Parameters<typeof addMachine>[2];
  /** After it the snapshot is gone: DefaultPolicy keeps it two days. */
  readonly days?: number;
}

const all = ['get', 'list', 'backup'];

/** Backs a machine up, and makes the places to restore to. */
export async function restoreSandbox(options: RestoreOptions = {}): Promise<RestoreSandbox> {
  const state = backupWorld();
  const { encrypted = true, kek = true, mechanism, seed = { dataDiskSizesGB: [32] } } = options;
  const vm = options.name ?? (encrypted ? 'Ade-VM' : 'Bare-VM');
  if (encrypted) {
    addEncryptedMachine(state, vm, {
      ...(kek ? { kekUrl: addKey(state, tiny.policyVault, 'kek') } : {}),
      ...(mechanism === undefined ? {} : { mechanism }),
      seed,
    });
  } else {
    addMachine(state, vm, seed);
  }
  grantByPolicy(state, { keys: all, secrets: all });
  addAccount(state, 'sttiny');
  state.resourceGroups[restorePlaces.group.toLowerCase()] = {
    id: restorePlaces.group,
    name: 'rg-target',
    location: 'japanwest',
    tags: {},
  };
  const sandbox = backupSandbox(state);
  await sandbox.protect(vm);
  await triggerBackup(sandbox, vm);
  sandbox.pass(4000 + (options.days ?? 0) * 86_400);
  const { body } = await sandbox.call('GET', `${itemPath(vm)}/recoveryPoints`);
  const point: string = body.value.at(-1).name;
  return withRestores(sandbox, vm, point);
}

function withRestores(sandbox: BackupSandbox, vm: string, point: string): RestoreSandbox {
  const restore: RestoreSandbox['restore'] = async (request = {}) =>
    await sandbox.call('POST', `${itemPath(vm)}/recoveryPoints/${point}/restore`, {
      properties: restoreBody(vm, point, request),
    });
  return {
    ...sandbox,
    vm,
    point,
    restore,
    restored: async (request, seconds = 80) => {
      const answer = await restore(request);
      expect(answer).toMatchObject({ status: 202, body: undefined });
      const id = answer.headers.get('azure-asyncoperation')?.match(/[\w-]{36}(?=\?)/u)?.[0] ?? '';
      sandbox.pass(seconds);
      return { id, job: await jobProperties(sandbox, id) };
    },
  };
}

/** The request as az sends it, with changes. */
export function restoreBody(
  vm: string,
  point: string,
  request: Readonly<Record<string, unknown>> = {},
): Json {
  return {
    objectType: 'IaasVMRestoreRequest',
    recoveryPointId: point,
    recoveryType: 'RestoreDisks',
    sourceResourceId: machineId(vm),
    targetResourceGroupId: restorePlaces.group,
    storageAccountId: restorePlaces.account,
    region: 'japaneast',
    createNewCloudService: false,
    originalStorageAccountOption: false,
    ...request,
  };
}

/** ARM id of a recovery point. */
export function pointId({ vm, point }: Pick<RestoreSandbox, 'vm' | 'point'>): string {
  return `${itemPath(vm)}/recoveryPoints/${point}`;
}

/** Path of something of the vault. */
export function ofVault(path: string): string {
  return `${backupWorldIds.vault}/${path}`;
}
