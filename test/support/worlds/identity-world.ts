// The backup world with user-assigned identities, for tests of vaults that have them.
import { expect } from 'vitest';
import { backupWorldIds, type BackupSandbox, type Json } from './backup-world.js';
import { tiny } from './tiny-world.js';

const VERSION = '2023-02-01';

/** ARM id of a user-assigned identity, spelt as its provider spells it. */
export function identityId(name: string): string {
  return `/subscriptions/${tiny.subscriptionId}/resourcegroups/rg-tiny/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

/** Makes a user-assigned identity, and waits until the directory shows it. */
export async function makeIdentity(sandbox: BackupSandbox, name: string): Promise<Json> {
  const body = { location: 'japaneast' };
  const made = await sandbox.call('PUT', identityId(name), body, '2023-01-31');
  expect(made.status).toBe(201);
  sandbox.pass(30);
  return made.body.properties;
}

/** Sends a PATCH of the vault, waits long enough, and returns how its operation ended. */
export async function patchVault(sandbox: BackupSandbox, body: unknown): Promise<Json> {
  const answer = await sandbox.call('PATCH', backupWorldIds.vault, body, VERSION);
  expect(answer).toMatchObject({ status: 202, body: undefined });
  sandbox.pass(60);
  return (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body;
}

/** The error with which a PATCH of the vault is refused at once. */
export async function refusedPatch(sandbox: BackupSandbox, body: unknown): Promise<Json> {
  const before = await shownVault(sandbox);
  const answer = await sandbox.call('PATCH', backupWorldIds.vault, body, VERSION);
  expect(await shownVault(sandbox)).toEqual(before);
  return { status: answer.status, ...answer.body.error };
}

/** The vault as it is shown. */
export async function shownVault(sandbox: BackupSandbox): Promise<Json> {
  return (await sandbox.call('GET', backupWorldIds.vault, undefined, VERSION)).body;
}
