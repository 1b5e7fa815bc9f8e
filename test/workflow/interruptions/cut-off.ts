// A command that something happens to at one of its requests, and the same command once more: what there is
// then has to be what one undisturbed run leaves.

import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  defaultWorld,
  memoryFiles,
  runCli,
  type CliRun,
  type RunOptions,
} from '../../support/run-cli.js';
import { jobsOf } from '../backups/backups.js';
import { NETWORK, blobNames, diskNames, runs } from '../restore/restores.js';
import { backupAssignments, itemOf } from '../support/contoso.js';
import { contents } from '../support/key-world.js';

/** What may happen at a request. */
export type Mishap =
  /** Ctrl-C once it was answered. */
  | 'stopped'
  /** SIGTERM, by which schedulers and containers end a process. */
  | 'terminated'
  /** The process ends before it is sent, or with its answer on the way. */
  | 'killed-before'
  | 'killed-after'
  /** Only its answer is lost: the connection breaks, or what comes makes no sense. */
  | 'lost'
  | 'bare'
  | 'null'
  | 'page';

/** All of them; an answer is lost or garbled only where something is changed, as a read is repeated. */
export const MISHAPS: readonly Mishap[] = [
  'stopped',
  'terminated',
  'killed-before',
  'killed-after',
  'lost',
  'bare',
  'null',
  'page',
];

/** A command that begins something long. */
export interface LongCommand {
  readonly name: string;
  readonly argv: readonly string[];
  world(): WorldState;
  /** True where each success is one of its own: once its job has ended it is not run again. */
  readonly repeats?: true;
  /** What is left, without what differs from run to run. */
  outcome(world: WorldState): unknown;
}

/** Jobs that a world did not begin with, by their operation, and that did not fail. */
function newJobs(world: WorldState): readonly string[] {
  const old = new Set(jobsOf(defaultWorld()).map(({ id }) => id));
  return jobsOf(world)
    .filter(({ id }) => !old.has(id))
    .map(({ operation, outcome }) => `${operation} ${outcome}`)
    .toSorted();
}

/** By then every job is listed. */
const LISTED_MILLISECONDS = 240_000;

/** Jobs are listed late, each by another time. */
function lateWorld(): WorldState {
  return Object.assign(defaultWorld(), { jobListing: { leastSeconds: 90, mostSeconds: 240 } });
}

function keysOf(world: WorldState): unknown {
  const { keys, secrets } = contents(world, 'kv-prod-lost');
  return [...keys, ...secrets].map(({ name, versions }) => [name, versions.length]);
}

function itemState(world: WorldState, vm: string): unknown {
  const item = itemOf(world, vm);
  return item && [item.protectionState, item.policyName, item.deletion !== undefined];
}

/** The commands. */
export const LONG_COMMANDS: readonly LongCommand[] = [
  {
    name: 'restore',
    argv: ['restore', ...`--vm VM014 --to vm --name VM014R ${NETWORK}`.split(' ')],
    world: lateWorld,
    outcome: (world) => ({
      jobs: newJobs(world),
      disks: diskNames(world).map((name) => name.replaceAll(/\d{8}-\d{6}/gu, 'TIME')),
      blobs: blobNames(world),
      keys: keysOf(world),
      runs: runs(world, 'VM014R'),
    }),
  },
  {
    name: 'restore of disks',
    argv: ['restore', '--vm', 'VM005'],
    world: lateWorld,
    outcome: (world) => ({
      jobs: newJobs(world),
      disks: diskNames(world).map((name) => name.replaceAll(/\d{8}-\d{6}/gu, 'TIME')),
      blobs: blobNames(world).map((name) => name.replaceAll(/[\da-f]{32}|[\da-f-]{36}/gu, 'ID')),
    }),
  },
  {
    name: 'enable',
    argv: ['enable', '--vm', 'VM001', '--grant'],
    world: lateWorld,
    outcome: (world) => ({
      jobs: newJobs(world),
      item: itemState(world, 'VM001'),
      grants: backupAssignments(world, 'kv-prod-rbac').length,
    }),
  },
  {
    name: 'backup-now',
    argv: ['backup-now', '--vm', 'VM005'],
    repeats: true,
    world: lateWorld,
    outcome: (world) => ({ jobs: newJobs(world) }),
  },
  {
    name: 'restore-keys',
    argv: ['restore-keys', '--vm', 'VM014'],
    world: () => ({ ...lateWorld(), pointKeys: 'copies' }),
    outcome: (world) => ({ keys: keysOf(world) }),
  },
  {
    name: 'disable',
    argv: ['disable', '--vm', 'VM005'],
    world: lateWorld,
    outcome: (world) => ({ jobs: newJobs(world), item: itemState(world, 'VM005') }),
  },
  {
    name: 'disable --delete-data',
    argv: ['disable', '--vm', 'VM005', '--delete-data', '--confirm', 'VM005'],
    world: lateWorld,
    outcome: (world) => ({ jobs: newJobs(world), item: itemState(world, 'VM005') }),
  },
];

/** An undisturbed run, and what it leaves. */
export interface WholeRun {
  readonly command: LongCommand;
  readonly run: CliRun;
  readonly outcome: unknown;
}

/** Runs a command undisturbed. */
export async function wholeRun(command: LongCommand): Promise<WholeRun> {
  const world = command.world();
  const run = await runCli(command.argv, { world });
  return { command, run, outcome: command.outcome(world) };
}

/** Mishaps that are signals, as the process gets them. */
const SIGNALS: Partial<Readonly<Record<Mishap, 'SIGINT' | 'SIGTERM'>>> = {
  stopped: 'SIGINT',
  terminated: 'SIGTERM',
};

const READING =
  /login\.|backupValidateOperation|listKeys|backupStatus|getMemberGroups|ResourceGraph/u;

function changes(method: string, url: string): boolean {
  return !['GET', 'HEAD'].includes(method) && !READING.test(url);
}

/** Where a mishap is worth trying: numbers of requests from 1. */
export function placesOf({ run }: WholeRun, mishap: Mishap): readonly number[] {
  const everywhere = SIGNALS[mishap] !== undefined || mishap.startsWith('killed');
  return run.exchanges.flatMap(({ method, url }, index) =>
    everywhere || changes(method, url) ? [index + 1] : [],
  );
}

/** Attacks a run at one of its requests; `killed` settles when the process would have ended. */
export function attack(
  mishap: Mishap,
  at: number,
): { readonly options: RunOptions; readonly killed: Promise<'killed'> } {
  let seen = 0;
  let dead = false;
  let kill: (how: 'killed') => void = () => undefined;
  const killed = new Promise<'killed'>((settle) => {
    kill = settle;
  });
  const die = (): Promise<never> => {
    dead = true;
    kill('killed');
    // Whoever is dead waits for no answer.
    return new Promise(() => undefined);
  };
  const around: RunOptions['around'] = async (request, answer) => {
    seen += 1;
    const now = seen === at;
    if (dead || (now && mishap === 'killed-before')) {
      return die();
    }
    const response = await answer();
    return now ? answerOf(mishap, response, die) : response;
  };
  const signal = SIGNALS[mishap];
  const options: RunOptions =
    signal === undefined ? { around } : { signalAfter: { requests: at, signal } };
  return { options, killed };
}

function answerOf(
  mishap: Mishap,
  response: Response,
  die: () => Promise<never>,
): Response | Promise<Response> {
  const { status } = response;
  switch (mishap) {
    case 'killed-after':
      return die();
    case 'lost':
      throw new TypeError('fetch failed');
    case 'bare':
      return new Response(null, { status });
    case 'null':
      return status === 204 ? response : new Response('null', { status });
    case 'page':
      return status === 204 ? response : new Response('<html></html>', { status });
    case 'stopped':
    case 'terminated':
    case 'killed-before':
      return response;
  }
}

function isUnderWay(world: WorldState): boolean {
  return jobsOf(world).some(({ endsMilliseconds }) => endsMilliseconds > world.nowMilliseconds);
}

/** What the two runs came to. */
export interface CutOff {
  readonly place: string;
  /** Undefined where it was killed, and so has said nothing. */
  readonly first: CliRun | undefined;
  /** Undefined where there was no need of one. */
  readonly second: CliRun | undefined;
  readonly outcome: unknown;
}

/**
 * Lets a mishap happen at a request, and runs the same command again.
 * @param elsewhere on another computer, which has no journal, once all jobs are listed
 */
export async function cutOff(
  { command, run }: WholeRun,
  mishap: Mishap,
  at: number,
  { elsewhere = false }: { readonly elsewhere?: boolean } = {},
): Promise<CutOff> {
  const world = command.world();
  const { options, killed } = attack(mishap, at);
  const ended = await Promise.race([runCli(command.argv, { world, ...options }), killed]);
  const first = ended === 'killed' ? undefined : ended;
  const files = elsewhere ? { stateFiles: memoryFiles() } : {};
  if (elsewhere) {
    const clock = worldClock(world);
    clock.advanceTo(clock.now() + LISTED_MILLISECONDS);
  }
  const second =
    command.repeats === true && !isUnderWay(world) && newJobs(world).length > 0
      ? undefined
      : await runCli(command.argv, { world, ...files });
  const { method = '', url = '' } = run.exchanges[at - 1] ?? {};
  return {
    place: `${command.name}, ${mishap} at ${at}: ${method} ${url}`,
    first,
    second,
    outcome: command.outcome(world),
  };
}

/** What is wrong with two such runs; empty where nothing is. */
export function problemsOf(
  { outcome }: WholeRun,
  { place, first, second, outcome: left }: CutOff,
): readonly string[] {
  const problems: string[] = [];
  if (JSON.stringify(left) !== JSON.stringify(outcome)) {
    problems.push(`leaves ${JSON.stringify(left)}`);
  }
  if (second !== undefined && second.code !== 0) {
    problems.push(`the second run ends with ${second.code}: ${second.stderr}`);
  }
  if (first === undefined) {
    return problems.map((problem) => `${place}\n  ${problem}`);
  }
  const accepted = first.writes.some(({ status }) => status < 300);
  if (accepted && [2, 3].includes(first.code)) {
    problems.push(`the first run ends with ${first.code} after a change`);
  }
  if (accepted && first.stderr.includes('before anything was changed')) {
    problems.push('says that nothing was changed');
  }
  return problems.map((problem) => `${place}\n  ${problem}`);
}
