// Machines that turn out otherwise than their disks say, because their world wants it.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import type { BackupSandbox } from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  restoredIds,
  restoredSandbox,
} from '../../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

async function sandboxWith(guests: NonNullable<WorldState['guests']>): Promise<BackupSandbox> {
  const sandbox = await restoredSandbox();
  Object.assign(sandbox.state, { guests });
  return sandbox;
}

/** How the machine stands so many seconds after it was asked for. */
async function built(sandbox: BackupSandbox, seconds = 3600) {
  const { operation, machine } = await buildMachine(sandbox, machineBody(), seconds);
  const { statuses, vmAgent } = machine.properties.instanceView;
  return [operation.status, statuses[1]?.code, vmAgent?.statuses[0].displayStatus];
}

const UP = ['Succeeded', 'PowerState/running', 'Ready'];
const MUTE = ['Succeeded', 'PowerState/running', 'Not Ready'];

describe('a world', () => {
  it('lets a machine run that never comes up', async () => {
    const sandbox = await sandboxWith([{ machine: 'new-*', boots: false }]);
    expect(await built(sandbox)).toEqual(MUTE);
    const start = `${restoredIds.machine}/start`;
    await sandbox.call('POST', start, undefined, '2026-03-01');
    expect(await built(sandbox)).toEqual(MUTE);
    expect(await built(await sandboxWith([{ machine: 'other', boots: false }]))).toEqual(UP);
    const first = await sandboxWith([{ machine: 'new-vm' }, { boots: false }]);
    expect(await built(first)).toEqual(UP);
  });

  it.each([
    ['is gone', () => ({ secrets: {} })],
    ['and its key are gone', () => ({ secrets: {}, keys: {} })],
  ])('lets it wait at its boot screen when its secret %s, or fail', async (_case, change) => {
    const lose = ({ state }: BackupSandbox) =>
      Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, change());
    const waits = await sandboxWith([{ keyProblem: 'waits' }]);
    lose(waits);
    expect(await built(waits)).toEqual(MUTE);
    const fails = await sandboxWith([{ keyProblem: 'fails' }]);
    lose(fails);
    expect(await built(fails)).toEqual(['Failed', 'PowerState/deallocated', undefined]);
  });

  it('says how long the agent of a new machine is silent', async () => {
    const slow = await sandboxWith([{ agentSeconds: 1800 }]);
    expect(await built(slow, 1800)).toEqual(MUTE);
    slow.pass(60);
    expect((await built(slow, 60))[2]).toBe('Ready');
    expect(await built(await sandboxWith([{ agentSeconds: 0 }]), 46)).toEqual(UP);
  });
});
