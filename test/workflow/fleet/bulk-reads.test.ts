// Many machines are read by list: with the same judgement as each by itself, and few requests.
import { beforeAll, describe, expect, it } from 'vitest';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import type { Exchange } from '../../../src/sandbox/http/exchange.js';
import { defaultWorld, runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';

/** Machines of the default world, which are in as many situations as there are of them. */
const NAMES = Array.from({ length: 16 }, (_, at) => `VM${String(at + 1).padStart(3, '0')}`);

function run(command: string, names: readonly string[]): Promise<CliRun> {
  return runCli([command, ...names.flatMap((name) => ['--vm', name]), '-o', 'json'], {
    world: defaultWorld(),
  });
}

/** The items of machines in parties that are too small for lists. */
async function itemsOfParties<Item>(command: string): Promise<readonly Item[]> {
  const parties = [NAMES.slice(0, 8), NAMES.slice(8)];
  const documents: (readonly Item[])[] = [];
  for (const party of parties) {
    documents.push((await run(command, party)).json<{ items: readonly Item[] }>().items);
  }
  return documents.flat();
}

describe('the judgement of many machines', () => {
  it('is that of few, in preflight', async () => {
    const many = (await run('preflight', NAMES)).json<PreflightDocument>().items;
    expect(many).toEqual(await itemsOfParties('preflight'));
  });

  it('is that of few in status, but for what only the machine itself shows', async () => {
    const bare = (items: StatusDocument['items']): unknown =>
      items.map(({ encryption, findings, ...item }) => ({
        ...item,
        encryption: encryption === null ? null : { ...encryption, evidence: [] },
        findings: findings.filter(({ checkId }) => !/extension-healthy|settled/u.test(checkId)),
      }));
    const many = (await run('status', NAMES)).json<StatusDocument>().items;
    expect(bare(many)).toEqual(bare([...(await itemsOfParties<(typeof many)[number]>('status'))]));
  });
});

const SIZE = 40;

/** Requests to Resource Manager, of each kind. */
function kinds(
  exchanges: readonly Exchange[],
): Record<'machine' | 'disk' | 'asked' | 'all', number> {
  const arm = exchanges.filter(({ url }) => new URL(url).host.startsWith('management.'));
  const count = (pattern: RegExp): number =>
    arm.filter(({ url }) => pattern.test(new URL(url).pathname)).length;
  return {
    machine: count(/\/virtualMachines\/[^/]+$/u),
    disk: count(/\/disks\/[^/]+$/u),
    asked: count(/\/backupStatus$/u),
    all: arm.length,
  };
}

describe('the requests for a fleet', () => {
  const names = Array.from({ length: SIZE }, (_, at) => `vm-${String(at + 1).padStart(5, '0')}`);
  const commands = ['preflight', 'status', 'vault'] as const;
  const runs = new Map<string, CliRun>();

  beforeAll(async () => {
    for (const command of commands) {
      const world = buildFleetWorld({
        virtualMachines: SIZE,
        seed: '1',
        nowMilliseconds: TEST_NOW,
      });
      const argv =
        command === 'vault'
          ? ['status', '--vault', 'rsv-app-01']
          : [command, ...names.flatMap((name) => ['--vm', name])];
      runs.set(command, await runCli([...argv, '-o', 'json'], { world }));
    }
  });

  const of = (command: string): ReturnType<typeof kinds> =>
    kinds(runs.get(command)?.exchanges ?? []);

  it.each(commands)('of %s read no disk by itself', (command) => {
    expect(runs.get(command)?.json<StatusDocument>().summary.total).toBeGreaterThan(9);
    expect(of(command).disk).toBe(0);
  });

  it('of preflight read each machine once, and ask only where no vault tells', () => {
    const { machine, asked } = of('preflight');
    expect(machine).toBe(SIZE);
    const items = runs.get('status')?.json<StatusDocument>().items ?? [];
    // Of a stopped item the vault may have changed; ADE keeps machine and vault in one subscription.
    const open = items.filter(
      ({ outcome, encryption }) =>
        ['stopped', 'paused'].includes(outcome) ||
        (['not-protected', 'soft-deleted'].includes(outcome) && encryption?.kind !== 'ade'),
    );
    expect(asked).toBe(open.length);
    expect(asked).toBeGreaterThan(0);
  });

  it('of status read the machines by list, and hardly any of a vault singly', () => {
    expect(of('status').machine).toBeLessThan(SIZE / 10);
    expect(of('vault').asked).toBeLessThan(SIZE / 10);
    expect(of('vault').all).toBeLessThan(SIZE);
  });
});
