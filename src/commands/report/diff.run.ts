// `azbackup report diff`: what became better or worse between two reports. Asks nobody.

import {
  directionOf,
  keyChange,
  machineChanges,
  type ReportedMachine,
} from '../../domain/report/differences.js';
import { idKey } from '../../domain/resource-id.js';
import { isBefore } from '../../domain/time/instant.js';
import type { CommandContext, CommandResult } from '../context.js';
import { rule, type OptionRule } from '../options/option.js';
import { countOutcomes } from '../results/machines.js';
import type { ReportDiffOptions } from './diff.command.js';
import { laterFirst, readReport, type ReportFile } from './diff.file.js';
import type { ReportDiffDocument, ReportDiffItem, ReportDiffKey } from './diff.result.js';

/** How the arguments go together. */
export const rules: readonly OptionRule<ReportDiffOptions>[] = [
  rule((options) => options.old !== '-' || options.new !== '-', 'only one report can be -'),
];

/** Runs the command. */
export async function run(
  context: Pick<CommandContext, 'readInput' | 'itemFinished'>,
  options: ReportDiffOptions,
): Promise<CommandResult<ReportDiffDocument>> {
  const old = await readReport(context, options.old);
  const newer = await readReport(context, options.new);
  if (isBefore(newer.time, old.time)) {
    throw laterFirst(options.old, options.new);
  }
  const { items, total } = differentMachines(old, newer);
  const keys = differentKeys(old, newer);
  for (const item of items) {
    context.itemFinished(item);
  }
  const document: ReportDiffDocument = {
    kind: 'report-diff',
    schemaVersion: 1,
    old: sideOf(old, options.old),
    new: sideOf(newer, options.new),
    items,
    keys,
    summary: {
      total,
      unchanged: total - items.length,
      outcomes: countOutcomes(items),
      keys: countOutcomes(keys),
    },
  };
  return { document, exit: 'done' };
}

function sideOf({ time, complete, headline }: ReportFile, file: string): ReportDiffDocument['old'] {
  return { file, time, complete, headline };
}

const WORST_FIRST: readonly ReportDiffItem['outcome'][] = [
  'worse',
  'only-in-old',
  'unclear',
  'only-in-new',
  'better',
];

function differentMachines(
  old: ReportFile,
  newer: ReportFile,
): { readonly items: ReportDiffItem[]; readonly total: number } {
  const [before, after] = [machinesOf(old), machinesOf(newer)];
  const spans = {
    from: newer.calendar.from,
    oldTo: old.calendar.to,
    sameDeadline: old.inventory.deadline === newer.inventory.deadline,
  };
  const both = [...after].flatMap(([key, { vm, machine }]): ReportDiffItem[] => {
    const earlier = before.get(key);
    if (earlier === undefined) {
      return [{ vm, outcome: 'only-in-new', changes: [] }];
    }
    const changes = machineChanges(earlier.machine, machine, spans);
    const found = changes.map((change) => ({ ...change }));
    return found.length === 0 ? [] : [{ vm, outcome: directionOf(found), changes: found }];
  });
  const onlyInOld = [...before].flatMap(([key, { vm }]): ReportDiffItem[] =>
    after.has(key) ? [] : [{ vm, outcome: 'only-in-old', changes: [] }],
  );
  const items = [...both, ...onlyInOld].toSorted(
    (left, right) => WORST_FIRST.indexOf(left.outcome) - WORST_FIRST.indexOf(right.outcome),
  );
  return { items, total: after.size + onlyInOld.length };
}

interface Reported {
  readonly vm: ReportDiffItem['vm'];
  readonly machine: ReportedMachine;
}

function machinesOf({ items, status, calendar, gate }: ReportFile): ReadonlyMap<string, Reported> {
  const statuses = new Map(status.items.map((item) => [idKey(item.vm.id), item]));
  const gated = new Map(gate?.items.map(({ vm, results }) => [idKey(vm.id), results]));
  const missed = new Map<string, readonly string[] | undefined>();
  for (const { vm, missed: days, unread } of calendar.items) {
    const key = idKey(vm.id);
    const earlier = missed.has(key) ? missed.get(key) : [];
    missed.set(key, earlier === undefined || unread !== null ? undefined : [...earlier, ...days]);
  }
  return new Map(
    items.map(({ vm, outcome, pointsAfterDeadline }) => {
      const key = idKey(vm.id);
      const {
        outcome: state = 'failed',
        keyHealth = null,
        keyAccess = null,
      } = statuses.get(key) ?? {};
      const results = gated.get(key);
      const machine = {
        outcome,
        state,
        keyHealth,
        keyAccess,
        gate:
          results === undefined
            ? undefined
            : new Map(results.map((result) => [result.fingerprint, result])),
        missed: missed.has(key) ? missed.get(key) : [],
        pointsAfterDeadline,
      };
      return [key, { vm, machine }];
    }),
  );
}

function differentKeys(old: ReportFile, newer: ReportFile): ReportDiffKey[] {
  const [before, after] = [keysOf(old), keysOf(newer)];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((url): ReportDiffKey[] => {
    const [was, is] = [before.get(url), after.get(url)];
    const outcome = keyChange(was, is);
    const key = is ?? was;
    return outcome === undefined || key === undefined
      ? []
      : [{ outcome, url: key.url, object: key.object, before: stateOf(was), after: stateOf(is) }];
  });
}

type ReportedVersion = ReportFile['keys']['items'][number] & { readonly day: string };

function keysOf({ keys, time }: ReportFile): ReadonlyMap<string, ReportedVersion> {
  return new Map(keys.items.map((key) => [key.url, { ...key, day: time.slice(0, 10) }]));
}

function stateOf(key: ReportedVersion | undefined): ReportDiffKey['before'] {
  return key === undefined ? null : { outcome: key.outcome, deleteFrom: key.deleteFrom };
}
