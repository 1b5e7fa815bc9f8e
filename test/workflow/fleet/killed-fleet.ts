// A change of many machines that is killed at one of its requests, and resumed: what there is then has to be what one
// undisturbed run leaves.

import type { EnableDocument } from '../../../src/commands/enable/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { resourceKey } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { StateFiles } from '../../../src/steps/intents/journal.js';
import { memoryFiles, runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';
import { attack } from '../interruptions/cut-off.js';

const VIRTUAL_MACHINE = /\/providers\/Microsoft\.Compute\/virtualMachines\/[^/]+$/iu;
const TAG = 'nightly';

function enable({ subscriptions }: WorldState, { tagged }: TaggedFleet): readonly string[] {
  const places = subscriptions.flatMap(({ subscriptionId }) => ['--subscription', subscriptionId]);
  const consent = ['--yes', '--expect', String(tagged)];
  return ['enable', '--grant', '--tag', `${TAG}=yes`, ...places, ...consent, '-o', 'json'];
}

/** A fleet of which some are tagged: nine of ten unprotected, the others known to a vault. */
export interface TaggedFleet {
  readonly machines: number;
  readonly tagged: number;
}

/** What a world holds of what `enable --grant` makes, without what is drawn anew in each run. */
interface Outcome {
  /** Of role assignments: what they grant to whom. */
  readonly grants: readonly string[];
  readonly items: readonly string[];
  readonly jobs: readonly string[];
}

/** An undisturbed run. */
export interface WholeFleetRun {
  readonly fleet: TaggedFleet;
  readonly run: CliRun;
  readonly outcome: Outcome;
}

function worldOf({ machines, tagged }: TaggedFleet): WorldState {
  const world = buildFleetWorld({
    virtualMachines: machines,
    seed: '1',
    nowMilliseconds: TEST_NOW,
  });
  const items = Object.values(world.backup).flatMap((vault) => Object.values(vault.items));
  const known = new Set(items.map((item) => resourceKey(item.vmId)));
  const all = Object.values(world.resources).filter(({ id }) => VIRTUAL_MACHINE.test(id));
  const [unprotected, rest] = [false, true].map((isKnown) =>
    all.filter(({ id }) => known.has(resourceKey(id)) === isKnown),
  );
  const most = Math.round(tagged * 0.9);
  const chosen = [...(unprotected ?? []).slice(0, most), ...(rest ?? []).slice(0, tagged - most)];
  for (const machine of chosen) {
    Object.assign(machine, { tags: { ...machine.tags, [TAG]: 'yes' } });
  }
  return world;
}

function outcomeOf(world: WorldState): Outcome {
  const vaults = Object.values(world.backup);
  return {
    grants: Object.values(world.authorization.assignments)
      .map(
        ({ scope, roleDefinitionName, principalId }) =>
          `${resourceKey(scope)} ${roleDefinitionName} ${principalId}`,
      )
      .toSorted(),
    items: vaults
      .flatMap((vault) => Object.values(vault.items))
      .map(
        ({ vmId, protectionState, policyName, deletion }) =>
          `${resourceKey(vmId)} ${protectionState} ${policyName} ${deletion === undefined}`,
      )
      .toSorted(),
    jobs: vaults
      .flatMap((vault) => Object.values(vault.jobs))
      .map(({ vmId, operation, outcome }) => `${resourceKey(vmId)} ${operation} ${outcome}`)
      .toSorted(),
  };
}

/** Enables the tagged machines undisturbed. */
export async function wholeFleetRun(fleet: TaggedFleet): Promise<WholeFleetRun> {
  const world = worldOf(fleet);
  const run = await runCli(enable(world, fleet), { world });
  return { fleet, run, outcome: outcomeOf(world) };
}

/** Files of a process: nothing is written once it is dead. */
function mortal(files: StateFiles, isDead: () => boolean): StateFiles {
  return {
    ...files,
    write: (name, text) => (isDead() ? new Promise(() => undefined) : files.write(name, text)),
    append: (name, text, flush) => {
      if (!isDead()) {
        files.append(name, text, flush);
      }
    },
  };
}

/**
 * Kills the run at a request, resumes it, and compares.
 * @returns what is wrong; empty where nothing is
 */
export async function killedAndResumed(
  { fleet, outcome, run: whole }: WholeFleetRun,
  at: number,
  how: 'killed-before' | 'killed-after',
): Promise<readonly string[]> {
  const world = worldOf(fleet);
  const files = { stateFiles: memoryFiles(), runFiles: memoryFiles() };
  const { options, killed } = attack(how, at);
  let dead = false;
  const died = killed.then((end) => {
    dead = true;
    return end;
  });
  const first = await Promise.race([
    runCli(enable(world, fleet), {
      world,
      ...options,
      stateFiles: mortal(files.stateFiles, () => dead),
      runFiles: mortal(files.runFiles, () => dead),
    }),
    died,
  ]);
  const place = `${how} at ${at} of ${whole.exchanges.length}`;
  if (first !== 'killed') {
    return [`${place}: it ended by itself, with ${first.code}`];
  }
  const [kept] = await files.runFiles.names();
  const again =
    kept === undefined ? enable(world, fleet) : ['enable', '--resume', 'last', '-o', 'json'];
  const second = await runCli(again, { world, ...files });
  const left = outcomeOf(world);
  const differences = (['grants', 'items', 'jobs'] as const).flatMap((part) =>
    difference(outcome[part], left[part]).map((line) => `${part}: ${line}`),
  );
  const end = second.code === whole.code ? [] : [`it ends with ${second.code}: ${second.stderr}`];
  return [...end, ...differences].map((problem) => `${place}: ${problem}`);
}

function difference(wanted: readonly string[], found: readonly string[]): readonly string[] {
  return [
    ...minus(wanted, found).map((line) => `missing ${line}`),
    ...minus(found, wanted).map((line) => `too many ${line}`),
  ];
}

/** Lines of the first that the second lacks, each as often as it lacks them. */
function minus(from: readonly string[], lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return from.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

/** Outcomes of machines, counted. */
export function summaryOf({ run }: WholeFleetRun): EnableDocument['summary'] {
  return run.json<EnableDocument>().summary;
}
