// What goes wrong with one machine among many is a row of its own, and the others go on.
import { describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import type { SandboxFault } from '../../../src/sandbox/faults/request-faults.js';
import { seedRecoveryVault } from '../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';
import { words } from '../protection/only-item.js';
import { recoveryVaultId } from '../support/contoso.js';

const SIZE = 12;

function fleet(): WorldState {
  return buildFleetWorld({ virtualMachines: SIZE, seed: '1', nowMilliseconds: TEST_NOW });
}

const ALL = Array.from({ length: SIZE }, (_, at) => [
  '--vm',
  `vm-${String(at + 1).padStart(5, '0')}`,
]).flat();

const read = (name: string): string => `GET **/virtualMachines/${name}`;
const FORBIDDEN = { kind: 'status', status: 403, code: 'AuthorizationFailed' } as const;
const FAULTS: readonly SandboxFault[] = [
  { match: read('vm-00003'), then: FORBIDDEN },
  { match: read('vm-00007'), then: { kind: 'stripped', body: 'list' } },
];

function judged(...faults: readonly SandboxFault[]): Promise<CliRun> {
  return runCli(['preflight', ...ALL, '-o', 'json'], { world: fleet(), faults });
}

describe('of many machines', () => {
  it('those that cannot be read are rows with their reasons, and the rest is judged', async () => {
    const run = await judged(...FAULTS);
    const { items, summary } = run.json<PreflightDocument>();
    const failed = items.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ vm, error }) => `${vm.name} ${error?.code}`)).toEqual([
      'vm-00003 AZB_NOT_ALLOWED',
      'vm-00007 AZB_UNEXPECTED_RESPONSE',
    ]);
    expect(summary).toMatchObject({ total: SIZE, failed: 2 });
    expect(run.code).toBe(6);
  });

  it('none can be read for one reason: the exit is that of the reason', async () => {
    const run = await judged({ match: read('*'), then: FORBIDDEN });
    expect(run.json<PreflightDocument>().summary).toMatchObject({ total: SIZE, failed: SIZE });
    expect(run.code).toBe(4);
  });

  it('none is read where the principal that was given is an application', async () => {
    const given = '262044b1-e2ce-469f-a196-69ab7ada62d3';
    const run = await runCli(['preflight', ...ALL, '--backup-principal-id', given], {
      world: fleet(),
    });
    expect(run).toMatchObject({ code: 2, exchanges: [] });
  });
});

describe('an item of a list that cannot be read', () => {
  const oddList = (...members: readonly string[]): readonly SandboxFault[] =>
    members.map((member) => ({
      match: 'GET **/rsv-app-01/backupProtectedItems',
      then: { kind: 'without', entry: 3, member },
    }));
  const failedOf = (run: CliRun): readonly string[] =>
    run
      .json<PreflightDocument>()
      .items.filter(({ outcome }) => outcome === 'failed')
      .map(({ vm, error }) => `${vm.name} ${error?.code}`);
  const look = (argv: readonly string[], member: string): Promise<CliRun> =>
    runCli([...argv, '-o', 'json'], { world: fleet(), faults: oddList(member) });
  const STATE = 'properties.protectionState';

  it.each([
    ['status', ...ALL],
    ['preflight', ...ALL],
    ['status', '--vault', 'rsv-app-01'],
  ])('spoils the row of its machine in %s %s', async (...argv) => {
    const run = await look(argv, STATE);
    expect(failedOf(run)).toEqual([expect.stringMatching(/^vm-\d+ AZB_UNEXPECTED_RESPONSE$/u)]);
    expect(run.code).toBe(6);
  });

  it('is told by its name where it does not say whose it is', async () => {
    const [named, unnamed] = [STATE, 'properties.sourceResourceId'].map(async (member) =>
      failedOf(await look(['status', ...ALL], member)),
    );
    expect(await unnamed).toEqual(await named);
  });

  it('leaves its machine out of a choice by protection', async () => {
    const run = await look(['status', '--protected', 'yes', '--exit-zero'], STATE);
    const all = await runCli(['status', '--protected', 'yes', '--exit-zero', '-o', 'json'], {
      world: fleet(),
    });
    const count = (of: CliRun): number => of.json<PreflightDocument>().items.length;
    expect(count(run)).toBe(count(all) - 1);
  });
});

describe('a machine whose entry in the list is of another form', () => {
  const faults: readonly SandboxFault[] = [
    {
      match: 'GET **/providers/Microsoft.Compute/virtualMachines',
      then: { kind: 'without', entry: 3, member: 'location' },
    },
    { match: read('vm-00003'), then: { kind: 'stripped', body: 'list' } },
  ];

  it('is one of all, with a row of its own', async () => {
    const run = await runCli(['preflight', '--all', '-o', 'json'], { world: fleet(), faults });
    const { items, summary } = run.json<PreflightDocument>();
    const failed = items.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ vm, error }) => `${vm.name} ${error?.code}`)).toEqual([
      'vm-00003 AZB_UNEXPECTED_RESPONSE',
    ]);
    expect(summary.total).toBe(SIZE);
    expect(run.code).toBe(6);
  });

  it('is left out with a warning where a tag decides', async () => {
    const argv = ['preflight', '--tag', 'env', '-o', 'json'];
    const run = await runCli(argv, { world: fleet(), faults });
    expect(run.stderr).toContain('1 VM left out, as no list of VMs describes them: vm-00003');
  });
});

describe('a machine that several vaults could protect', () => {
  it('is a row of enable, and the others are planned', async () => {
    const world = defaultWorld();
    seedRecoveryVault(world, {
      id: recoveryVaultId('rsv-second'),
      location: 'japaneast',
      createdMilliseconds: world.nowMilliseconds,
    });
    const run = await runCli(words('enable', '--vm VM003 --vm VM005 --dry-run'), { world });
    const { items } = run.json<EnableDocument>();
    expect(items.map(({ vm, outcome, error }) => [vm.name, outcome, error?.code])).toEqual([
      ['VM003', 'failed', 'AZB_VAULT_AMBIGUOUS'],
      ['VM005', 'already-enabled', undefined],
    ]);
    expect(run.code).toBe(6);
  });
});
