// The life of a protected item under every order of the commands that end protection and bring it back.
// What each command must do is written out below by hand, from the recorded states, and not taken from the
// program's own table.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { itemOf, recoveryVaultId } from '../support/contoso.js';

const VAULT = recoveryVaultId('rsv-legacy', 'rg-legacy');
const VM = 'VM010';

type State = 'protected' | 'stopped' | 'deleted' | 'gone';

const COMMANDS = {
  disable: `disable --vm ${VM}`,
  'delete-data': `disable --vm ${VM} --delete-data --confirm ${VM}`,
  resume: `resume --vm ${VM} --policy DefaultPolicy`,
  undelete: `undelete --vm ${VM}`,
  'undelete-resume': `undelete --vm ${VM} --resume --policy DefaultPolicy`,
  enable: `enable --vm ${VM} --vault rsv-legacy --policy DefaultPolicy`,
} as const;

type Command = keyof typeof COMMANDS;

interface Expectation {
  readonly exit: number;
  readonly next: State;
  /** Requests that change something, in order; none for what is refused and what is so already. */
  readonly sends: readonly string[];
  readonly outcome: string;
  /** Azure's words for the jobs that the requests make. */
  readonly jobs: readonly string[];
  /** What a refusal says and names. */
  readonly says?: RegExp;
}

const nothing = (next: State, outcome = 'unchanged'): Expectation => ({
  exit: 0,
  next,
  sends: [],
  outcome,
  jobs: [],
});
const does = (
  next: State,
  outcome: string,
  ...steps: readonly (readonly [request: string, job: string])[]
): Expectation => ({
  exit: 0,
  next,
  outcome,
  sends: steps.map(([request]) => request),
  jobs: steps.map(([, job]) => job),
});
const refused = (next: State, says: RegExp): Expectation => ({
  exit: 5,
  next,
  sends: [],
  outcome: 'refused',
  jobs: [],
  says,
});
const notThere: Expectation = {
  exit: 3,
  next: 'gone',
  sends: [],
  outcome: 'error',
  jobs: [],
  says: /AZB_ITEM_NOT_FOUND/u,
};

const STOPS = ['PUT', 'DisableBackup'] as const;
const CONFIGURES = ['PUT', 'ConfigureBackup'] as const;
const UNDELETES = ['PUT', 'Undelete'] as const;
const DELETES = ['DELETE', 'DeleteBackupData'] as const;

/** `deletion` is where the data goes: into soft delete, or away where that is off. */
function expectations(
  deletion: 'deleted' | 'gone',
): Readonly<Record<State, Readonly<Record<Command, Expectation>>>> {
  const deletes = does(deletion, deletion === 'deleted' ? 'soft-deleted' : 'deleted', DELETES);
  return {
    protected: {
      disable: does('stopped', 'stopped', STOPS),
      'delete-data': deletes,
      resume: nothing('protected'),
      undelete: nothing('protected'),
      'undelete-resume': nothing('protected'),
      enable: nothing('protected', 'already-enabled'),
    },
    stopped: {
      disable: nothing('stopped'),
      'delete-data': deletes,
      resume: does('protected', 'resumed', CONFIGURES),
      undelete: nothing('stopped'),
      'undelete-resume': does('protected', 'resumed', CONFIGURES),
      enable: does('protected', 'resumed', CONFIGURES),
    },
    deleted: {
      disable: refused('deleted', /soft-deleted[\s\S]*azbackup undelete --vm VM010/u),
      'delete-data': nothing('deleted'),
      resume: refused('deleted', /soft-deleted[\s\S]*azbackup undelete --vm VM010 --resume/u),
      undelete: does('stopped', 'undeleted', UNDELETES),
      'undelete-resume': does('protected', 'resumed', UNDELETES, CONFIGURES),
      enable: does('protected', 'resumed', UNDELETES, CONFIGURES),
    },
    gone: {
      disable: notThere,
      'delete-data': notThere,
      resume: notThere,
      undelete: notThere,
      'undelete-resume': notThere,
      enable: does('protected', 'enabled', CONFIGURES),
    },
  };
}

const SOFT = expectations('deleted');
const HARD = expectations('gone');

function backupVault(world: WorldState): NonNullable<ReturnType<typeof findBackupVault>> {
  const vault = findBackupVault(world, VAULT);
  if (vault === undefined) {
    throw new Error('the world has no rsv-legacy');
  }
  return vault;
}

function startingWorld(softDelete: boolean): WorldState {
  const world = defaultWorld();
  if (!softDelete) {
    backupVault(world).softDelete.state = 'Disabled';
  }
  return world;
}

/** The state as the sandbox keeps it: the recorded combinations and no other. */
function stateOf(world: WorldState): string {
  const item = itemOf(world, VM, VAULT);
  if (item === undefined) {
    return 'gone';
  }
  const words = [
    item.protectionState,
    item.policyName,
    item.deletion === undefined ? '' : 'deleted',
  ];
  const known: Readonly<Record<string, State>> = {
    'Protected DefaultPolicy ': 'protected',
    'IRPending DefaultPolicy ': 'protected',
    'ProtectionStopped  ': 'stopped',
    'ProtectionStopped  deleted': 'deleted',
  };
  return known[words.join(' ')] ?? words.join(' ');
}

function jobIds(world: WorldState): ReadonlySet<string> {
  return new Set(Object.keys(backupVault(world).jobs));
}

function newJobs(world: WorldState, before: ReadonlySet<string>): readonly string[] {
  return Object.values(backupVault(world).jobs)
    .filter(({ id, operation }) => !before.has(id) && operation !== 'Backup')
    .toSorted((left, right) => left.startedMilliseconds - right.startedMilliseconds)
    .map(({ operation }) => operation);
}

function outcomeOf(run: CliRun): string {
  return run.stdout === ''
    ? 'error'
    : (run.json<{ items: readonly { outcome: string }[] }>().items[0]?.outcome ?? 'none');
}

/** Runs one command and holds it to its expectation; returns the state that it left. */
async function step(world: WorldState, command: Command, wanted: Expectation): Promise<void> {
  const points = itemOf(world, VM, VAULT)?.recoveryPoints.length;
  const before = jobIds(world);
  const run = await runCli([...COMMANDS[command].split(' '), '-o', 'json'], { world });
  expect(run).toMatchObject({ code: wanted.exit });
  expect(outcomeOf(run)).toBe(wanted.outcome);
  expect(run.writes.map(({ method }) => method)).toEqual(wanted.sends);
  expect(stateOf(world)).toBe(wanted.next);
  expect(newJobs(world, before)).toEqual(wanted.jobs);
  expect(`${run.stdout}${run.stderr}`.replaceAll('\\n', '\n')).toMatch(wanted.says ?? /./u);
  // No point is lost as long as there is an item.
  const after = itemOf(world, VM, VAULT);
  expect(after?.recoveryPoints.length).toBe(after === undefined ? undefined : (points ?? 0));
}

const NAMES = Object.keys(COMMANDS) as Command[];

describe('a protected item', () => {
  /** How each state is reached from the start. */
  const paths: Readonly<Record<State, readonly Command[]>> = {
    protected: [],
    stopped: ['disable'],
    deleted: ['delete-data'],
    gone: ['delete-data'],
  };

  it.each(
    Object.entries(paths).flatMap(([state, path]) =>
      NAMES.map((command) => ({ state: state as State, path, command })),
    ),
  )('$state, then $command', async ({ state, path, command }) => {
    const table = state === 'gone' ? HARD : SOFT;
    const world = startingWorld(state !== 'gone');
    let at: State = 'protected';
    for (const before of path) {
      await step(world, before, table[at][before]);
      at = table[at][before].next;
    }
    expect(at).toBe(state);
    await step(world, command, table[state][command]);
    expect(stateOf(world)).toBe(table[state][command].next);
  });

  it.each([true, false])(
    'ends in the recorded states whatever the order (soft delete on: %s)',
    async (softDelete) => {
      const table = softDelete ? SOFT : HARD;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 7 }),
          async (commands) => {
            const world = startingWorld(softDelete);
            let at: State = 'protected';
            for (const command of commands) {
              await step(world, command, table[at][command]);
              at = table[at][command].next;
            }
            expect(stateOf(world)).toBe(at);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it('is gone for good when soft delete has kept it for its days', async () => {
    const world = startingWorld(true);
    await step(world, 'delete-data', SOFT.protected['delete-data']);
    const clock = worldClock(world);
    const day = 86_400_000;
    clock.advanceTo(clock.now() + 13 * day);
    await step(world, 'disable', SOFT.deleted.disable);
    clock.advanceTo(clock.now() + day);
    await step(world, 'undelete', notThere);
    expect(stateOf(world)).toBe('gone');
  });
});
