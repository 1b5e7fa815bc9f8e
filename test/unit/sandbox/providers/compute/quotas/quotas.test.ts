// Quotas of vCPUs: what is listed, and that no machine is made beyond them, by whatever way.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import type { BackupSandbox, Json } from '../../../../../support/worlds/backup-world.js';
import { deploy, shownDeployment, template } from '../../../../../support/worlds/deployments.js';
import {
  buildMachine,
  machineBody,
  restoredIds,
  restoredSandbox,
} from '../../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2023-09-01';
const compute = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Compute`;

async function sandboxWith(limits: Readonly<Record<string, number>>): Promise<BackupSandbox> {
  const sandbox = await restoredSandbox();
  const quotas: WorldState['quotas'] = { japaneast: limits };
  Object.assign(sandbox.state, { quotas });
  return sandbox;
}

async function usages(sandbox: BackupSandbox, location = 'japaneast') {
  const path = `${compute}/locations/${location}/usages`;
  const { status, body } = await sandbox.call('GET', path, undefined, version);
  expect(status).toBe(200);
  return Object.fromEntries(
    body.value.map(({ name, currentValue, limit }: Json) => [name.value, [currentValue, limit]]),
  );
}

async function put(sandbox: BackupSandbox): Promise<Json> {
  return await sandbox.call('PUT', restoredIds.machine, machineBody(), '2026-03-01');
}

describe('quotas', () => {
  it('are listed with what is used of them, also by machines that are deallocated', async () => {
    const sandbox = await sandboxWith({ cores: 7 });
    const before = await usages(sandbox);
    const [total, limit] = before['cores'];
    expect(limit).toBe(7);
    const families = Object.entries(before).filter(([name]) => name.endsWith('Family'));
    expect(families.reduce((sum, [, [current]]: Json) => sum + current, 0)).toBe(total);
    await buildMachine(sandbox);
    const [family] = before['standardDSv5Family'];
    const built = await usages(sandbox);
    expect([built['cores'][0], built['standardDSv5Family'][0]]).toEqual([total + 2, family + 2]);
    await sandbox.call('POST', `${restoredIds.machine}/deallocate`, undefined, version);
    sandbox.pass(60);
    expect(await usages(sandbox)).toEqual(built);
    const elsewhere = await usages(sandbox, 'japanwest');
    expect(elsewhere['cores']).toEqual([0, 350]);
  });

  it.each([
    ['cores', 'Total Regional Cores'],
    ['standardDSv5Family', 'standardDSv5Family Cores'],
    ['STANDARDDSV5FAMILY', 'standardDSv5Family Cores'],
  ])('refuse a machine beyond that of %s', async (name, title) => {
    const free = await sandboxWith({});
    const { cores, standardDSv5Family: family } = await usages(free);
    const used = name === 'cores' ? cores[0] : family[0];
    const sandbox = await sandboxWith({ [name]: used + 1 });
    const { status, body } = await put(sandbox);
    expect([status, body.error.code]).toEqual([409, 'OperationNotAllowed']);
    expect(body.error.message).toContain(
      `exceeding approved ${title} quota. Additional details - Deployment Model: Resource Manager, Location: japaneast, Current Limit: ${used + 1}, Current Usage: ${used}, Additional Required: 2, (Minimum) New Limit Required: ${used + 2}.`,
    );
    expect((await put(await sandboxWith({ [name]: used + 2 }))).status).toBe(201);
  });

  it('count a machine that is being made, and none that is gone', async () => {
    const { cores } = await usages(await sandboxWith({}));
    const sandbox = await sandboxWith({ cores: cores[0] + 2 });
    expect((await put(sandbox)).status).toBe(201);
    const other = `${restoredIds.machine}-2`;
    const second = await sandbox.call('PUT', other, machineBody(), '2026-03-01');
    expect(second.body.error.code).toBe('OperationNotAllowed');
    sandbox.pass(120);
    await sandbox.call('DELETE', restoredIds.machine, undefined, version);
    sandbox.pass(60);
    expect((await sandbox.call('PUT', other, machineBody(), '2026-03-01')).status).toBe(201);
  });

  it('fail a deployment that makes the machine', async () => {
    const sandbox = await sandboxWith({ cores: 1 });
    const machine = {
      type: 'Microsoft.Compute/virtualMachines',
      apiVersion: version,
      name: 'New-VM',
      ...machineBody(),
    };
    await deploy(sandbox, { template: template([machine]) });
    sandbox.pass(120);
    const { properties } = await shownDeployment(sandbox);
    expect(properties.provisioningState).toBe('Failed');
    expect(properties.error.details).toMatchObject([{ code: 'OperationNotAllowed' }]);
  });

  it('are of a region that exists', async () => {
    const sandbox = await sandboxWith({});
    const path = `${compute}/locations/atlantis/usages`;
    expect((await sandbox.call('GET', path, undefined, version)).status).toBe(404);
  });
});
