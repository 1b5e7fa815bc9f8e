// A drill one of whose requests goes wrong: what it says of itself, and of what is left, has to be true.

import type { DrillRunDocument } from '../../../src/commands/drill/run/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { attack, type Mishap } from '../interruptions/cut-off.js';
import { everythingIn } from './drills.js';

/** What goes wrong: an answer is lost or garbled, or a request is refused once, or from then on. */
export const DRILL_FAULTS = [
  'lost',
  'bare',
  'null',
  'page',
  '503',
  '403',
  '403 from then on',
] as const;

type DrillFault = (typeof DRILL_FAULTS)[number];

const ARGV = ['drill', 'run', '--vm', 'VM014', '--rto', '4h', '-o', 'json'];

/** A drill that nothing happens to. */
export function wholeDrill(): Promise<CliRun> {
  return runCli(ARGV, { world: defaultWorld() });
}

/** A world, and a drill in it. */
interface Drilled {
  readonly world: WorldState;
  readonly argv: readonly string[];
}

/** What is wrong with a drill whose request number `at` meets a fault; empty where nothing is. */
export async function problemsAt(
  fault: DrillFault,
  at: number,
  { world, argv }: Drilled = { world: defaultWorld(), argv: ARGV },
): Promise<readonly string[]> {
  const before = everythingIn(world);
  const run = await runCli(argv, { world, ...faultAt(fault, at) });
  const place = `${argv.join(' ')}: ${fault} at ${at}`;
  return problemsOf(run, world, before).map((problem) => `${place}: ${problem}\n${run.stderr}`);
}

function faultAt(fault: DrillFault, at: number): RunOptions {
  const mishaps: readonly string[] = ['lost', 'bare', 'null', 'page'] satisfies Mishap[];
  if (mishaps.includes(fault)) {
    return attack(fault as Mishap, at).options;
  }
  let seen = 0;
  const status = Number.parseInt(fault, 10);
  const code = status === 403 ? 'AuthorizationFailed' : 'ServiceUnavailable';
  return {
    around: (request, answer) => {
      seen += 1;
      const isHit = fault.endsWith('on') ? seen >= at : seen === at;
      const isSignIn = new URL(request.url).host.startsWith('login.');
      return isHit && !isSignIn
        ? Promise.resolve(Response.json({ error: { code, message: 'planted' } }, { status }))
        : answer();
    },
  };
}

const CODES: Readonly<Record<string, readonly number[]>> = {
  passed: [0, 6],
  failed: [12],
  inconclusive: [6],
};

function problemsOf(run: CliRun, world: WorldState, before: readonly string[]): string[] {
  const after = everythingIn(world);
  const gone = before.filter((each) => !after.includes(each));
  const left = after.filter((each) => !before.includes(each));
  const problems = gone.length === 0 ? [] : [`what was there is gone: ${gone.join(', ')}`];
  if (run.stdout === '') {
    return left.length === 0
      ? problems
      : [...problems, `exit ${run.code} without a result, but left ${left.join(', ')}`];
  }
  const [item] = run.json<DrillRunDocument>().items;
  if (item === undefined) {
    return [...problems, 'no drill in the result'];
  }
  const said = item.resources
    .filter(({ state }) => state !== 'deleted')
    .map(({ id }) => id.toLowerCase());
  const untold = left.filter((each) => !said.some((id) => isPartOf(each, id)));
  if (item.cleanup === 'clean' && left.some((each) => !isKeptByPurge(each, said))) {
    problems.push(`called clean, but left ${left.join(', ')}`);
  }
  if (untold.length > 0 && item.cleanupReasons.length === 0) {
    problems.push(`left without a word: ${untold.join(', ')}`);
  }
  const isGood = item.outcome === 'passed' && item.cleanup === 'clean';
  if (!(CODES[item.outcome] ?? []).includes(run.code) || isGood !== (run.code === 0)) {
    problems.push(`exit ${run.code} for ${item.outcome}, ${item.cleanup}`);
  }
  if (item.outcome !== 'passed' && item.reasons.length === 0) {
    problems.push(`${item.outcome} without a reason`);
  }
  return problems;
}

/** A key vault that is kept by soft delete keeps what is in it. */
function isKeptByPurge(each: string, said: readonly string[]): boolean {
  const [vault = ''] = each.split('/');
  return said.some((id) => id.endsWith(`/${vault}`));
}

function isPartOf(each: string, id: string): boolean {
  return each.startsWith(id) || isKeptByPurge(each, [id]) || id.endsWith(each.toLowerCase());
}
