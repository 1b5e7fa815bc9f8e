// Sizes of machines: what a region lists, a machine can have.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  restoredSandbox,
} from '../../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const LOCATIONS = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Compute/locations`;
const version = '2026-03-01';

describe('sizes of machines', () => {
  it('are those that a machine can have, whatever their case', async () => {
    const sandbox = await restoredSandbox();
    const { status, body } = await sandbox.call(
      'GET',
      `${LOCATIONS}/JapanEast/vmSizes`,
      undefined,
      version,
    );
    expect(status).toBe(200);
    const names: string[] = body.value.map(({ name }: Json) => name);
    expect(body.value.find(({ name }: Json) => name === 'Standard_D2s_v5')).toEqual({
      name: 'Standard_D2s_v5',
      numberOfCores: 2,
      osDiskSizeInMB: 1_047_552,
      resourceDiskSizeInMB: 0,
      memoryInMB: 8192,
      maxDataDiskCount: 4,
    });
    const wanted = machineBody();
    wanted.properties.hardwareProfile.vmSize = 'Standard_D2s_v55';
    const { put } = await buildMachine(sandbox, wanted);
    expect(put).toMatchObject({ status: 400, body: { error: { code: 'InvalidParameter' } } });
    expect(put.body.error.message).toContain(`are: ${names.join(',')}. Find out more`);
    wanted.properties.hardwareProfile.vmSize = 'standard_d2S_V5';
    expect((await buildMachine(sandbox, wanted)).put.status).toBe(201);
  });

  it('are those of a region that there is', async () => {
    const sandbox = await restoredSandbox();
    const answer = await sandbox.call('GET', `${LOCATIONS}/nowhere/vmSizes`, undefined, version);
    expect(answer.status).toBe(404);
  });
});
