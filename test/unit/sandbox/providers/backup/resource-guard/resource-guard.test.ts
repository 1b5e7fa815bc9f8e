// Vaults with a Resource Guard: what needs a request of it, and how the association is made and taken away.
import { describe, expect, it } from 'vitest';
import { seedRecoveryVault } from '../../../../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import { tiny, TINY_START } from '../../../../../support/worlds/tiny-world.js';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  itemPath,
  machineId,
  policyId,
  type BackupSandbox,
} from '../../../../../support/worlds/backup-world.js';

const { vault, otherVault } = backupWorldIds;
const guard = `${tiny.group}/providers/Microsoft.DataProtection/resourceGuards/guard`;
const foreignGuard =
  '/subscriptions/99999999-0000-0000-0000-000000000009/resourceGroups/rg-security/providers/Microsoft.DataProtection/resourceGuards/guard';
const proxy = `${vault}/backupResourceGuardProxies/VaultProxy`;
const MISSING = 'UserErrorResourceGuardOperationRequestMissing';

const requests = (kind: string, of = guard) => ({
  resourceGuardOperationRequests: [`${of}/${kind}/default`],
});

/** A protected machine in a vault with a guard, which the owner of the subscription may pass. */
async function guardedVault(resourceGuardId = guard): Promise<BackupSandbox> {
  const state = backupWorld();
  seedRecoveryVault(state, {
    id: vault,
    location: 'japaneast',
    createdMilliseconds: TINY_START - 86_400_000,
    resourceGuardId,
  });
  const sandbox = backupSandbox(state);
  await sandbox.protect('Plain-VM');
  return sandbox;
}

async function put(sandbox: BackupSandbox, properties: Readonly<Record<string, unknown>>) {
  const answer = await sandbox.call('PUT', itemPath('Plain-VM'), {
    properties: {
      protectedItemType: 'Microsoft.Compute/virtualMachines',
      sourceResourceId: machineId('Plain-VM'),
      ...properties,
    },
  });
  return answer;
}

const stop = { policyId: '', protectionState: 'ProtectionStopped' };

describe('an association', () => {
  it('is listed, read, made and taken away', async () => {
    const sandbox = backupSandbox();
    expect((await sandbox.call('GET', proxy)).status).toBe(404);
    const body = { properties: { resourceGuardResourceId: guard } };
    const made = await sandbox.call('PUT', proxy, body);
    expect(made).toMatchObject({
      status: 200,
      body: {
        id: proxy,
        name: 'VaultProxy',
        type: 'Microsoft.RecoveryServices/vaults/backupResourceGuardProxies',
        properties: { resourceGuardResourceId: guard, lastUpdatedTime: expect.any(String) },
      },
    });
    expect(made.body.properties.resourceGuardOperationDetails).toContainEqual({
      defaultResourceRequest: `${guard}/updateProtectedItemRequests/default`,
      vaultCriticalOperation:
        'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/write',
    });
    const list = await sandbox.call('GET', `${vault}/backupResourceGuardProxies`);
    expect(list.body).toEqual({ value: [made.body] });
    const shown = await sandbox.call('GET', vault, undefined, '2024-04-01');
    expect(shown.body.properties.securitySettings.multiUserAuthorization).toBe('Enabled');
    expect((await sandbox.call('DELETE', proxy)).status).toBe(400);
    const unlocked = await sandbox.call('POST', `${proxy}/unlockDelete`, {
      ...requests('deleteResourceGuardProxyRequests'),
      resourceToBeDeleted: proxy,
    });
    expect(unlocked).toMatchObject({
      status: 200,
      body: { unlockDeleteExpiryTime: '2026-11-23T12:30:00.0000000Z' },
    });
    expect(await sandbox.call('DELETE', proxy)).toMatchObject({ status: 200, body: {} });
    expect((await sandbox.call('DELETE', proxy)).status).toBe(204);
  });

  it('is made with a Resource Guard only, and not replaced behind its back', async () => {
    const sandbox = backupSandbox();
    const body = (id: string) => ({ properties: { resourceGuardResourceId: id } });
    expect((await sandbox.call('PUT', proxy, body(vault))).status).toBe(400);
    expect((await sandbox.call('PUT', proxy, body(guard))).status).toBe(200);
    expect((await sandbox.call('PUT', proxy, body(guard))).status).toBe(200);
    expect((await sandbox.call('PUT', proxy, body(foreignGuard))).status).toBe(400);
  });
});

describe('a critical change', () => {
  it('needs a request of the guard: stopping', async () => {
    const sandbox = await guardedVault();
    const refused = { status: 400, body: { error: { code: MISSING } } };
    expect(await put(sandbox, stop)).toMatchObject(refused);
    const wrong = requests('updateProtectedItemRequests', foreignGuard);
    expect(await put(sandbox, { ...stop, ...wrong })).toMatchObject(refused);
    expect((await sandbox.item('Plain-VM')).protectionState).toBe('IRPending');
    const right = requests('updateProtectedItemRequests');
    expect((await put(sandbox, { ...stop, ...right })).status).toBe(202);
  });

  it('needs one for a policy that keeps points for a shorter time, not for another', async () => {
    const sandbox = await guardedVault();
    const policies = sandbox.state.backup[vault.toLowerCase()]?.policies ?? {};
    const enhanced = policies['enhancedpolicy'];
    const shorter = structuredClone(enhanced?.properties ?? {});
    Object.assign(shorter['retentionPolicy'] ?? {}, {
      dailySchedule: {
        retentionTimes: ['2026-11-22T08:00:00Z'],
        retentionDuration: { count: 7, durationType: 'Days' },
      },
    });
    policies['short'] = { name: 'short', properties: shorter };
    const weaker = { policyId: policyId('short') };
    expect((await put(sandbox, weaker)).status).toBe(400);
    expect((await put(sandbox, { policyId: policyId('EnhancedPolicy') })).status).toBe(202);
    sandbox.pass(60);
    const request = requests('updateProtectedItemRequests');
    expect((await put(sandbox, { ...weaker, ...request })).status).toBe(202);
  });

  it('needs one for shorter retention in a policy itself, and none for longer', async () => {
    const sandbox = await guardedVault();
    const path = policyId('DefaultPolicy');
    const { protectedItemsCount: _, ...properties } = (await sandbox.call('GET', path)).body
      .properties;
    const keeping = (count: number) => ({
      ...properties,
      retentionPolicy: {
        ...properties.retentionPolicy,
        dailySchedule: {
          ...properties.retentionPolicy.dailySchedule,
          retentionDuration: { count, durationType: 'Days' },
        },
      },
    });
    const change = async (changed: Readonly<Record<string, unknown>>): Promise<number> => {
      const { status } = await sandbox.call('PUT', path, { properties: changed });
      sandbox.pass(60);
      return status;
    };
    expect(await change(keeping(60))).toBe(202);
    expect(await change(keeping(7))).toBe(400);
    const request = requests('updateProtectionPolicyRequests');
    expect(await change({ ...keeping(7), ...request })).toBe(202);
    const kept = (await sandbox.call('GET', path)).body.properties;
    expect(kept).not.toHaveProperty('resourceGuardOperationRequests');
  });

  it('needs one for switching soft delete off, at the vault too', async () => {
    const sandbox = await guardedVault();
    const path = `${vault}/backupconfig/vaultconfig`;
    const off = { softDeleteFeatureState: 'Disabled' };
    expect((await sandbox.call('PATCH', path, { properties: off })).status).toBe(400);
    const longer = { softDeleteRetentionPeriodInDays: 30 };
    expect((await sandbox.call('PATCH', path, { properties: longer })).status).toBe(200);
    const atVault = {
      properties: { securitySettings: { softDeleteSettings: { softDeleteState: 'Disabled' } } },
    };
    expect((await sandbox.call('PATCH', vault, atVault, '2024-04-01')).status).toBe(400);
    const request = requests('disableSoftDeleteRequests');
    const patch = { properties: { ...off, ...request } };
    expect((await sandbox.call('PATCH', path, patch)).status).toBe(200);
  });

  it('has to be unlocked: deleting, for half an hour', async () => {
    const sandbox = await guardedVault();
    const path = itemPath('Plain-VM');
    expect((await sandbox.call('DELETE', path)).status).toBe(400);
    const unlock = async () =>
      await sandbox.call('POST', `${proxy}/unlockDelete`, {
        ...requests('deleteProtectedItemRequests'),
        resourceToBeDeleted: path.replaceAll(';', '%3B'),
      });
    expect((await unlock()).status).toBe(200);
    sandbox.pass(1800);
    expect((await sandbox.call('DELETE', path)).status).toBe(400);
    expect((await unlock()).status).toBe(200);
    expect((await sandbox.call('DELETE', path)).status).toBe(202);
  });

  it('has to be unlocked: its own removal, as az asks for it', async () => {
    const sandbox = await guardedVault();
    expect((await sandbox.call('DELETE', proxy)).status).toBe(400);
    const unlocked = await sandbox.call(
      'POST',
      `${proxy}/unlockDelete`,
      requests('deleteResourceGuardProxyRequests'),
    );
    expect(unlocked.status).toBe(200);
    expect((await sandbox.call('DELETE', proxy)).status).toBe(200);
  });

  it('is denied to callers without rights at the guard', async () => {
    const sandbox = await guardedVault(foreignGuard);
    const request = requests('updateProtectedItemRequests', foreignGuard);
    expect((await put(sandbox, { ...stop, ...request })).status).toBe(403);
  });
});

it('leaves everything else alone, and other vaults', async () => {
  const sandbox = await guardedVault();
  addMachine(sandbox.state, 'Next-VM');
  await sandbox.protect('Next-VM');
  addMachine(sandbox.state, 'Other-VM');
  const there = { vault: otherVault };
  await sandbox.put('Other-VM', { policyId: policyId('DefaultPolicy', otherVault) }, there);
  expect(await sandbox.put('Other-VM', stop, there)).toMatchObject({ status: 'Succeeded' });
});
