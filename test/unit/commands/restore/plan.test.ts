// The steps of a restore: each once, in their order, and none of those that are done.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  interfaceIdOf,
  planRestore,
  type RestoreGoal,
} from '../../../../src/commands/restore/plan.js';

const GROUP = '/subscriptions/s/resourceGroups/rg';
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines`;

const GOAL: RestoreGoal = {
  request: {
    vaultId: `${GROUP}/providers/Microsoft.RecoveryServices/vaults/v`,
    vmId: `${VM}/VM005`,
    point: '7',
    location: 'japaneast',
    storageAccountId: `${GROUP}/providers/Microsoft.Storage/storageAccounts/st`,
    targetResourceGroupId: GROUP,
  },
  machine: {
    id: `${VM}/NEW`,
    osType: 'Linux',
    zones: [],
    subnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/n/subnets/default`,
    extensionType: 'AzureDiskEncryptionForLinux',
  },
  keysFollowDisks: false,
  keySteps: [
    {
      kind: 'restore-key',
      id: 'restore-key:k',
      target: 'kv',
      after: [],
      vmIds: [],
      vaultUrl: 'https://kv.vault.azure.net',
      objectName: 'kek',
    },
  ],
  setsEncryption: true,
  keepsStaging: false,
  done: { disks: 'missing', interface: false, machine: false, extension: false, staging: false },
};

function kinds(goal: RestoreGoal): readonly string[] {
  return planRestore(goal).map(({ kind }) => kind);
}

const ALL = [
  'restore-key',
  'restore-disks',
  'set-disk-encryption',
  'create-interface',
  'create-machine',
  'put-ade-extension',
  'delete-staging',
];

describe('the plan of a restore', () => {
  it('is a chain of all steps', () => {
    const steps = planRestore(GOAL);
    expect(steps.map(({ kind }) => kind)).toEqual(ALL);
    expect(steps.map(({ after }) => after)).toEqual([
      [],
      ...steps.slice(0, -1).map(({ id }) => [id]),
    ]);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  });

  it.each([
    [{ disks: 'restored', staging: true }, ALL.toSpliced(1, 1)],
    [{ disks: 'restored', staging: true, interface: true }, ALL.toSpliced(3, 1).toSpliced(1, 1)],
    [
      { disks: 'restored', staging: true, interface: true, machine: true },
      ['restore-key', 'put-ade-extension', 'delete-staging'],
    ],
    [
      { disks: 'restored', staging: true, interface: true, machine: true, extension: true },
      ['restore-key', 'delete-staging'],
    ],
    [{ disks: 'restored', interface: true, machine: true, extension: true }, ['restore-key']],
  ] as const)('after %o goes on with %o', (done, rest) => {
    expect(kinds({ ...GOAL, done: { ...GOAL.done, ...done } })).toEqual(rest);
  });

  it('brings keys back after the disks where their copies come with those', () => {
    const [first, second] = kinds({ ...GOAL, keysFollowDisks: true });
    expect([first, second]).toEqual(['restore-disks', 'restore-key']);
  });

  it('joins a job that runs', () => {
    const done = { ...GOAL.done, disks: 'running', jobId: 'j' } as const;
    const [, disks] = planRestore({ ...GOAL, done });
    expect(disks).toMatchObject({ kind: 'restore-disks', joins: 'j' });
  });

  it('restores disks alone, and leaves the template to who builds from them', () => {
    const { machine: _, ...goal } = GOAL;
    const steps = planRestore({ ...goal, keySteps: [], setsEncryption: false });
    expect(steps.map(({ kind }) => kind)).toEqual(['restore-disks', 'delete-staging']);
    expect(steps.at(-1)).toMatchObject({ keepsTemplate: true });
    expect(planRestore(GOAL).at(-1)).toMatchObject({ keepsTemplate: false });
  });

  it('keeps what is staged where that is asked for', () => {
    expect(kinds({ ...GOAL, keepsStaging: true })).not.toContain('delete-staging');
  });

  it('never makes what is there, whatever has been done before', () => {
    const done = fc.record({
      disks: fc.constantFrom('missing', 'running', 'restored'),
      interface: fc.boolean(),
      machine: fc.boolean(),
      extension: fc.boolean(),
      staging: fc.boolean(),
    });
    fc.assert(
      fc.property(done, fc.boolean(), (each, setsEncryption) => {
        const planned = kinds({ ...GOAL, setsEncryption, done: each });
        expect(planned.includes('create-machine')).toBe(!each.machine);
        expect(planned.includes('restore-disks') && each.disks === 'restored').toBe(false);
        expect(planned.includes('create-interface') && each.interface).toBe(false);
        expect(planned.includes('put-ade-extension') && each.extension).toBe(false);
        expect(planned.filter((kind) => ALL.indexOf(kind) < 0)).toEqual([]);
        expect(planned).toEqual(
          planned.toSorted((left, right) => ALL.indexOf(left) - ALL.indexOf(right)),
        );
      }),
    );
  });

  it('names the interface after the machine, in its group', () => {
    expect(interfaceIdOf(`${VM}/NEW`)).toBe(
      `${GROUP}/providers/Microsoft.Network/networkInterfaces/NEW-nic`,
    );
  });
});
