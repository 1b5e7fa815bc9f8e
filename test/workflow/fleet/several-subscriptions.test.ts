// Changes of machines in several subscriptions: they resume, and lists of ids say where to look.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { buildMessyWorld } from '../../../src/sandbox/estates/messy-world.js';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import { memoryFiles, runCli, TEST_NOW } from '../../support/run-cli.js';

const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';
const BOTH = ['--subscription', FIRST, '--subscription', SECOND];
const idIn = (subscription: string, group: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;

const world = (): WorldState => buildTwoSubscriptionsWorld(TEST_NOW);

describe('a change in two subscriptions that was interrupted', () => {
  it.each([
    ['disable', ['--protected', 'yes', '--expect', '4']],
    ['enable', ['--tag', 'env=prod', '--protected', 'no', '--expect', '2']],
  ])('resumes in both: %s', async (command, words) => {
    const argv = [command, ...BOTH, ...words, '--yes', '-o', 'json'];
    const dry = await runCli([...argv, '--dry-run'], { world: world() });
    const at = { world: world(), runFiles: memoryFiles() };
    const signalAfter = { requests: dry.exchanges.length + 6, signal: 'SIGINT' } as const;
    const first = await runCli(argv, { ...at, signalAfter });
    expect(first.code).toBe(130);
    const second = await runCli([command, '--resume', 'last', '-o', 'json'], at);
    expect(second.code).toBe(0);
    expect(second.json()).toMatchObject({ run: { left: 0 } });
  });
});

describe('a list of ids of two subscriptions', () => {
  const list = `${idIn(FIRST, 'rg-web', 'web01')}\n${idIn(SECOND, 'RG-DATA', 'data01')}\n`;

  it.each([
    'backup-now --skip-preflight --dry-run',
    'audit-keys',
    'preflight',
    'disable --dry-run',
  ])('is enough for %s', async (words) => {
    const argv = [...words.split(' '), '--vm', '-', '-o', 'json'];
    const run = await runCli(argv, { world: world(), stdin: list });
    expect(run.code).toBe(0);
    expect(run.json<{ items: readonly unknown[] }>().items.length).toBeGreaterThan(1);
  });

  it('has to be of the subscriptions that are typed', async () => {
    const argv = ['preflight', '--vm', '-', '--subscription', FIRST];
    const run = await runCli(argv, { world: world(), stdin: list });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('AZB_SUBSCRIPTION_MISMATCH');
  });
});

// A provider cannot be unregistered while there are resources of it: where it is not registered there is no vault.
describe('a subscription that is not registered for Recovery Services', () => {
  const both = ['--subscription', 'Contoso Production', '--subscription', 'Contoso Test'];

  it.each([
    ['report --all', 6],
    ['retirement inventory --all', 0],
    ['retirement points --all', 0],
    ['retirement keys --all', 0],
    ['audit-keys --all --protected yes', 6],
    ['backup-now --all --protected yes --dry-run', 6],
  ])('has no vault, and the others are read: %s', async (words, exit) => {
    const run = await runCli([...words.split(' '), ...both, '-o', 'json'], {
      world: buildMessyWorld(TEST_NOW),
    });
    expect([run.code, run.stderr]).toEqual([
      exit,
      expect.not.stringContaining('AZB_PROVIDER_NOT_REGISTERED'),
    ]);
  });

  it('is an error where it is the only one', async () => {
    const argv = ['retirement', 'inventory', '--all', ...both.slice(2)];
    const run = await runCli(argv, { world: buildMessyWorld(TEST_NOW) });
    expect(run.code).toBe(7);
    expect(run.stderr).toContain('az provider register --namespace Microsoft.RecoveryServices');
  });
});
