// Machines under Azure Disk Encryption: protected only when the backup service can get at their keys.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addKey,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  grantByPolicy,
  grantByRole,
  itemPath,
  policyId,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const all = ['get', 'list', 'backup'];

/** The answer that az users posted in MicrosoftDocs/azure-docs issue 91512. */
const denied = {
  status: 'Failed',
  error: {
    code: 'UserErrorKeyVaultPermissionsNotConfigured',
    message:
      'Azure Backup Service does not have sufficient permissions to Key Vault for Backup of Encrypted Virtual Machines.',
  },
};

function worldWithKek(more: Parameters<typeof addKey>[3] = {}): WorldState {
  const state = backupWorld();
  const kekUrl = addKey(state, tiny.policyVault, 'kek', more);
  addEncryptedMachine(state, 'Ade-VM', { kekUrl });
  return state;
}

async function enable(state: WorldState): Promise<unknown> {
  return await backupSandbox(state).put('Ade-VM', { policyId: policyId('DefaultPolicy') });
}

describe('a machine with a key encryption key', () => {
  it('is accepted and then fails without a grant, without job and without item', async () => {
    const sandbox = backupSandbox(worldWithKek());
    const status = await sandbox.put('Ade-VM', { policyId: policyId('DefaultPolicy') });
    expect(status).toEqual({
      id: expect.any(String),
      name: status.id,
      startTime: status.startTime,
      endTime: status.startTime,
      ...denied,
    });
    const jobs = await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs`);
    expect(jobs.body.value).toEqual([]);
    expect((await sandbox.call('GET', itemPath('Ade-VM'))).status).toBe(404);
  });

  it('is protected when keys and secrets are granted', async () => {
    const state = worldWithKek();
    grantByPolicy(state, { keys: all, secrets: all });
    expect(await enable(state)).toMatchObject({ status: 'Succeeded' });
  });

  it.each([
    ['only secrets', { keys: [], secrets: all }],
    ['only keys', { keys: all, secrets: [] }],
    ['keys without backup', { keys: ['get', 'list'], secrets: all }],
    ['secrets without list', { keys: all, secrets: ['get', 'backup'] }],
  ])('fails with %s', async (_, permissions) => {
    const state = worldWithKek();
    grantByPolicy(state, permissions);
    expect(await enable(state)).toMatchObject(denied);
  });

  it.each([
    ['disabled', { enabled: false }],
    ['owned by a certificate', { managed: true }],
  ])('fails when the key is %s', async (_, more) => {
    const state = worldWithKek(more);
    grantByPolicy(state, { keys: all, secrets: all });
    expect(await enable(state)).toMatchObject({ status: 'Failed' });
  });

  it('fails behind a firewall that keeps trusted services out', async () => {
    const state = worldWithKek();
    grantByPolicy(state, { keys: all, secrets: all });
    const keyVault = findResource(state, backupWorldIds.policyKeyVault);
    Object.assign(keyVault?.properties ?? {}, {
      networkAcls: { bypass: 'None', defaultAction: 'Deny', ipRules: [] },
    });
    expect(await enable(state)).toMatchObject({ status: 'Failed' });
  });

  it('fails in a tenant without the backup service', async () => {
    const state = worldWithKek();
    grantByPolicy(state, { keys: all, secrets: all });
    state.directory.principals = state.directory.principals.filter(
      ({ objectId }) => objectId !== tiny.backupServiceId,
    );
    expect(await enable(state)).toMatchObject(denied);
  });
});

describe('a machine without a key encryption key', () => {
  it('needs the grant on secrets only', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Ade-VM');
    expect(await enable(structuredClone(state))).toMatchObject(denied);
    grantByPolicy(state, { keys: [], secrets: all });
    expect(await enable(state)).toMatchObject({ status: 'Succeeded' });
  });

  it('is judged by the secret that it uses', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Ade-VM');
    grantByPolicy(state, { keys: [], secrets: all });
    Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, { secrets: {} });
    expect(await enable(state)).toMatchObject({ status: 'Failed' });
  });
});

describe('a key vault with roles', () => {
  function rbacWorld(): WorldState {
    const state = backupWorld();
    const kekUrl = addKey(state, tiny.rbacVault, 'kek');
    addEncryptedMachine(state, 'Ade-VM', { kekUrl, keyVaultId: backupWorldIds.rbacKeyVault });
    return state;
  }

  it('takes a role that holds the documented data actions', async () => {
    const state = rbacWorld();
    expect(await enable(structuredClone(state))).toMatchObject(denied);
    grantByRole(state);
    expect(await enable(state)).toMatchObject({ status: 'Succeeded' });
  });

  it('counts an assignment only once it has reached the key vault', async () => {
    const state = rbacWorld();
    grantByRole(state);
    const assignment = Object.values(state.authorization.assignments).at(-1);
    if (assignment !== undefined) {
      assignment.effectiveMilliseconds = state.nowMilliseconds + 50_000;
    }
    const sandbox = backupSandbox(state);
    const properties = { policyId: policyId('DefaultPolicy') };
    expect(await sandbox.put('Ade-VM', properties)).toMatchObject(denied);
    expect(await sandbox.put('Ade-VM', properties)).toMatchObject({ status: 'Succeeded' });
  });
});

it('judges by the grants at the end of the operation, not at the time of asking', async () => {
  const state = worldWithKek();
  const sandbox = backupSandbox(state);
  const answer = await sandbox.call('PUT', itemPath('Ade-VM'), {
    properties: {
      protectedItemType: 'Microsoft.Compute/virtualMachines',
      sourceResourceId: findResource(
        state,
        `${tiny.group}/providers/Microsoft.Compute/virtualMachines/Ade-VM`,
      )?.id,
      policyId: policyId('DefaultPolicy'),
    },
  });
  sandbox.pass(300);
  const added = await sandbox.send(
    'PUT',
    `${backupWorldIds.policyKeyVault}/accessPolicies/add?api-version=2023-07-01`,
    {
      body: {
        properties: {
          accessPolicies: [
            {
              tenantId: tiny.tenantId,
              objectId: tiny.backupServiceId,
              permissions: { keys: all, secrets: all },
            },
          ],
        },
      },
    },
  );
  expect([200, 201]).toContain(added.status);
  const { body } = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
  expect(body).toMatchObject(denied);
});

it('refuses a choice of disks under a standard policy, and has a job that says so', async () => {
  const state = worldWithKek();
  grantByPolicy(state, { keys: all, secrets: all });
  const sandbox = backupSandbox(state);
  const extendedProperties = {
    diskExclusionProperties: { diskLunList: [], isInclusionList: true },
  };
  const status = await sandbox.put('Ade-VM', {
    policyId: policyId('DefaultPolicy'),
    extendedProperties,
  });
  const code = 'UserErrorEncryptedVmNotSupportedWithDiskEx';
  expect(status).toMatchObject({ status: 'Failed', error: { code } });
  const jobs = await sandbox.call(
    'GET',
    `${backupWorldIds.vault}/backupJobs/${status.properties.jobId}`,
  );
  expect(jobs.body.properties).toMatchObject({
    status: 'Failed',
    errorDetails: [{ errorTitle: code }],
  });
  const enhanced = await sandbox.put('Ade-VM', {
    policyId: policyId('EnhancedPolicy'),
    extendedProperties,
  });
  expect(enhanced).toMatchObject({ status: 'Succeeded' });
});
