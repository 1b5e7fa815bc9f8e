// The steps of a restore: each once, in their order, and none of those that are done.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  interfaceIdOf,
  planRestore,
  type MachineGoal,
  type RestoreGoal,
} from '../../../../src/commands/restore/plan.js';
import { RESTORE_POINT_TAG } from '../../../../src/domain/recovery/restore-progress.js';

const GROUP = '/subscriptions/s/resourceGroups/rg';
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines`;

const MACHINE: MachineGoal = {
  id: `${VM}/NEW`,
  osType: 'Linux',
  zones: [],
  subnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/n/subnets/default`,
  ade: { extensionType: 'AzureDiskEncryptionForLinux', volumeType: 'Data' },
};

const GOAL: RestoreGoal = {
  request: {
    vaultId: `${GROUP}/providers/Microsoft.RecoveryServices/vaults/v`,
    vmId: `${VM}/VM005`,
    point: '7',
    location: 'japaneast',
    storageAccountId: `${GROUP}/providers/Microsoft.Storage/storageAccounts/st`,
    targetResourceGroupId: GROUP,
  },
  machine: MACHINE,
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
  done: {
    disks: 'missing',
    ours: true,
    interface: false,
    machine: false,
    extension: false,
    staging: false,
  },
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

  it.each([{ disks: 'missing', jobId: 'j' }, { disks: 'running' }] as const)(
    'joins no job after %o',
    (done) => {
      const [, disks] = planRestore({ ...GOAL, done: { ...GOAL.done, ...done } });
      expect(disks).toMatchObject({ kind: 'restore-disks' });
      expect(disks).not.toHaveProperty('joins');
    },
  );

  it('is of the restored machine, in the group that is named, with the point as a tag', () => {
    const steps = planRestore(GOAL);
    expect(steps.slice(1).map(({ vmIds }) => vmIds)).toEqual(
      ALL.slice(1).map(() => [`${VM}/VM005`]),
    );
    const { targetResourceGroupId: _, ...request } = GOAL.request;
    const unnamed = planRestore({ ...GOAL, request });
    expect([steps, unnamed].map((plan) => [plan[1]?.target, plan[2]?.target])).toEqual([
      [GROUP, GROUP],
      [request.storageAccountId, request.storageAccountId],
    ]);
    const tagged = steps.filter(({ kind }) => /^create-(?:interface|machine)$/u.test(kind));
    expect(tagged).toHaveLength(2);
    for (const step of tagged) {
      expect(step).toMatchObject({ tags: { [RESTORE_POINT_TAG]: '7' } });
    }
  });

  it('builds with the size and address that are asked for, and names none of them where none is', () => {
    const size = 'Standard_D4s_v5';
    const privateAddress = '10.0.0.7';
    const machine = { ...MACHINE, size, privateAddress };
    const [asked, unasked] = [planRestore({ ...GOAL, machine }), planRestore(GOAL)];
    expect(asked[3]).toMatchObject({ kind: 'create-interface', privateAddress });
    expect(asked[4]).toMatchObject({ kind: 'create-machine', size });
    expect(unasked[3]).not.toHaveProperty('privateAddress');
    expect(unasked[4]).not.toHaveProperty('size');
  });

  it('runs ADE again only in a machine that had it', () => {
    const { ade: _, ...machine } = MACHINE;
    expect(kinds({ ...GOAL, machine })).toEqual(ALL.toSpliced(5, 1));
    expect(planRestore(GOAL)[5]).toMatchObject({
      extensionType: 'AzureDiskEncryptionForLinux',
      volumeType: 'Data',
    });
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

  it('leaves what somebody else has staged', () => {
    const done = { ...GOAL.done, disks: 'restored', jobId: 'j', staging: true } as const;
    expect(kinds({ ...GOAL, done })).toContain('delete-staging');
    expect(kinds({ ...GOAL, done: { ...done, ours: false } })).not.toContain('delete-staging');
  });

  it('never makes what is there, whatever has been done before', () => {
    const done = fc.record({
      disks: fc.constantFrom('missing', 'running', 'restored'),
      ours: fc.boolean(),
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
