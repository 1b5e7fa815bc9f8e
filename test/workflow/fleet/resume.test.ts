// Runs on several machines that were stopped, and go on: what is done is skipped, what runs is watched.
import { describe, expect, it } from 'vitest';
import type { BackupNowDocument } from '../../../src/commands/backup-now/result.js';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import type { StateFiles } from '../../../src/steps/intents/journal.js';
import {
  memoryFiles,
  runCli,
  TEST_NOW,
  type CliRun,
  type RunOptions,
} from '../../support/run-cli.js';

/** Machines of the fleet that are protected. */
const PROTECTED = [1, 2, 4, 5].map((number) => `vm-${String(number).padStart(5, '0')}`);
const VMS = PROTECTED.flatMap((name) => ['--vm', name]);

interface Place {
  readonly world: WorldState;
  readonly runFiles: StateFiles;
}

function place(): Place {
  return {
    world: buildFleetWorld({ virtualMachines: 24, seed: '1', nowMilliseconds: TEST_NOW }),
    runFiles: memoryFiles(),
  };
}

function call(at: Place, argv: readonly string[], options: RunOptions = {}): Promise<CliRun> {
  return runCli([...argv, '-o', 'json'], { ...at, ...options });
}

/** Requests that started a backup. */
function backups({ writes }: CliRun): number {
  return writes.filter(({ url }) => new URL(url).pathname.endsWith('/backup')).length;
}

async function lines({ runFiles }: Place): Promise<string[]> {
  const [name = ''] = await runFiles.names();
  return ((await runFiles.read(name)) ?? '').trim().split('\n');
}

describe('a run of backups that was interrupted', () => {
  it('watches the jobs that it had started, and starts none beside them', async () => {
    const at = place();
    const all = await call(at, ['backup-now', ...VMS, '--skip-preflight', '--dry-run']);
    const signalAfter = { requests: all.exchanges.length + 14, signal: 'SIGINT' } as const;
    const first = await call(at, ['backup-now', ...VMS, '--skip-preflight'], { signalAfter });
    expect(first.code).toBe(130);
    const { run } = first.json<BackupNowDocument>();
    expect(run).toMatchObject({ skipped: 0, left: 4 });
    expect(run?.next).toEqual([`azbackup backup-now --resume ${run?.id}`]);

    const second = await call(at, ['backup-now', '--resume', 'last']);
    const { items, run: resumed } = second.json<BackupNowDocument>();
    expect(items.map(({ vm, outcome }) => [vm.name, outcome])).toEqual(
      PROTECTED.map((name) => [name, 'completed']),
    );
    expect(resumed).toMatchObject({ id: run?.id, left: 0, next: [] });
    expect(second.code).toBe(0);
    expect(backups(first)).toBeGreaterThan(0);
    expect(backups(first) + backups(second)).toBe(4);
  });

  it('that was killed starts none again, whose backups have ended meanwhile', async () => {
    const at = place();
    await call(at, ['backup-now', ...VMS, '--skip-preflight', '--no-wait']);
    const written = await lines(at);
    const sent = written.findLastIndex((line) => line.includes('"type":"started"'));
    const [name = ''] = await at.runFiles.names();
    await at.runFiles.write(name, `${written.slice(0, sent + 1).join('\n')}\n{"type":"acc`);
    await call(at, ['sandbox', 'clock', 'advance', '5h']);
    const second = await call(at, ['backup-now', '--resume', 'last', '--wait']);
    expect(second.json<BackupNowDocument>().summary.outcomes).toEqual({ completed: 4 });
    expect(backups(second)).toBe(0);
  });
});

describe('a run of which some failed', () => {
  it('tries those again, and skips the rest', async () => {
    const at = place();
    const first = await call(at, ['disable', ...VMS, '--yes'], {
      faults: [
        {
          match: 'PUT **/protectedItems/*00004',
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ],
    });
    expect(first.json<EnableDocument>().run).toMatchObject({ left: 1 });
    const second = await call(at, ['disable', '--resume', 'last']);
    const { items, run } = second.json<EnableDocument>();
    expect(items.map(({ vm, outcome }) => `${vm.name} ${outcome}`)).toEqual(['vm-00004 stopped']);
    expect(run).toMatchObject({ skipped: 3, left: 0 });
    const third = await call(at, ['disable', '--resume', 'last']);
    expect([third.code, third.stderr]).toEqual([2, expect.stringContaining('AZB_RUN_DONE')]);
  });

  it('that a rule had selected has those, by id', async () => {
    const at = place();
    const words = ['enable', '--all', '--protected', 'no', '--grant', '--yes', '--expect', '8'];
    const first = await call(at, words, {
      faults: [
        {
          match: 'PUT **/protectedItems/*00007',
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ],
    });
    expect(first.json<EnableDocument>().run).toMatchObject({ skipped: 0, left: 1 });
    const second = await call(at, ['enable', '--resume', 'last', '--all', '--grant']);
    const { items } = second.json<EnableDocument>();
    expect(items.map(({ vm, outcome }) => `${vm.name} ${outcome}`)).toEqual(['vm-00007 enabled']);
  });

  it('has the VMs and options that it was started with', async () => {
    const at = place();
    await call(at, ['backup-now', ...VMS, '--retain', '10d', '--max-errors', '1', '--no-wait']);
    const resume = ['backup-now', '--resume', 'last'];
    const other = await call(at, [...resume, '--retain', '20d']);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('AZB_RUN_DIFFERS')]);
    const same = await call(at, [...resume, ...VMS, '--retain', '10d', '--max-errors', '2']);
    expect(same.code).toBe(0);
    const none = await call(at, ['enable', '--resume', 'last']);
    expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('AZB_RUN_NOT_FOUND')]);
  });
});

it('of one VM a run is recorded only in a file that is named, and never in one that exists', async () => {
  const at = place();
  const one = ['backup-now', '--vm', 'vm-00001', '--no-wait'];
  const quiet = await call(at, one);
  expect(quiet.json<BackupNowDocument>().run).toBeNull();
  expect(await at.runFiles.names()).toEqual([]);
  const named = await call(at, [...one, '--run-file', 'night.jsonl']);
  expect(named.json<BackupNowDocument>().run?.file).toBe('/nowhere/night.jsonl');
  const again = await call(at, [...one, '--run-file', 'night.jsonl']);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('AZB_RUN_FILE_EXISTS')]);
});
