// `azbackup audit-keys`: whether the keys that recovery points need are there, and whether they could be
// brought back. Reads alone.

import { groupsOf, isInGroups } from '../../domain/fleet/selection.js';
import { instantOf } from '../../domain/time/instant.js';
import { parseResourceId } from '../../domain/resource-id.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { AuditKeysDocument } from './result.js';
import { findingsOfPair } from '../keys/findings.js';
import {
  auditKeysDocument,
  lastExpiry,
  pairsOf,
  type AuditedPairOfMachine,
  type PairOfMachine,
} from './report.js';
import { createSharedReads } from './point-reads.js';
import { auditPoints, type AuditedMachine } from './points.js';
import type { CommandContext, CommandResult } from '../context.js';
import { exitOfItems } from '../results/outcome.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { allItems, type ItemTarget } from '../../facts/choose-items.js';
import { gatherObjectFacts } from '../keys/status-facts.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { OptionRule } from '../options/option.js';
import { saySelected } from '../agree-to-selection.js';
import { selectItems } from '../../facts/selection/select-items.js';
import { namesOrAll, somethingOrVault, takesWholeVault } from '../options/selection-options.js';
import type { AuditKeysOptions } from './command.js';

/** How the options go together. */
export const rules: readonly OptionRule<AuditKeysOptions>[] = [somethingOrVault, namesOrAll];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: AuditKeysOptions,
): Promise<CommandResult<AuditKeysDocument>> {
  return untilAborted(context.signal, audit(context, options));
}

async function audit(
  context: CommandContext,
  options: AuditKeysOptions,
): Promise<CommandResult<AuditKeysDocument>> {
  const { reader, points } = createSharedReads(context);
  const targets = takesWholeVault(options)
    ? await itemsOfVault(context, reader, options)
    : await selectItems(context, reader, options);
  saySelected(context, targets, options, context.clock.now());
  const machines = await auditPoints(context, points, targets, true);
  const pairs = await Promise.all(
    machines
      .flatMap((machine) => pairsOf(machine))
      .map((pair) => auditedPair(context, reader, pair)),
  );
  const document = auditKeysDocument(machines, pairs, options.failOn);
  for (const item of document.items) {
    context.itemFinished(item);
  }
  sayWhatIsLeft(context, document);
  return { document, exit: exitOf(machines, document) };
}

/** All that a vault protects, in the groups that are asked for. */
async function itemsOfVault(
  context: CommandContext,
  reader: FactReader,
  options: AuditKeysOptions,
): Promise<readonly ItemTarget[]> {
  const groups = groupsOf(options);
  const all = await allItems(context, reader, { ...options, resourceGroup: undefined });
  return all.filter(({ item }) => isInGroups(item.sourceResourceId, groups));
}

async function auditedPair(
  context: CommandContext,
  reader: FactReader,
  of: PairOfMachine,
): Promise<AuditedPairOfMachine> {
  const { target, pair, points } = of;
  const { subscriptionId = '' } = parseResourceId(target.item.sourceResourceId) ?? {};
  const [secret, key] = await Promise.all([
    gatherObjectFacts(reader, pair.secret, subscriptionId),
    pair.key === undefined ? undefined : gatherObjectFacts(reader, pair.key, subscriptionId),
  ]);
  const neededUntil = lastExpiry(points);
  const evaluation = findingsOfPair({
    secret,
    ...(key === undefined ? {} : { key }),
    copies: pair.copies,
    now: instantOf(context.clock.now()),
    ...(neededUntil === undefined ? {} : { neededUntil }),
    restorable: { vm: target.item.friendlyName, recoveryPoint: points[0]?.name ?? 'latest' },
  });
  return { ...of, evaluation };
}

function sayWhatIsLeft(context: CommandContext, { summary }: AuditKeysDocument): void {
  const { notLookedAt, total } = summary;
  if (notLookedAt > 0) {
    context.warn(
      `${notLookedAt} of ${total} recovery points were skipped: the hourly read limit of Azure is reached. Try again in an hour, with fewer VMs.`,
    );
  }
}

/** Points that could not be restored outweigh machines that could not be looked at. */
function exitOf(machines: readonly AuditedMachine[], { summary }: AuditKeysDocument): ExitKind {
  if (summary.failing > 0) {
    return 'partial';
  }
  return exitOfItems(
    machines.map((machine) => ('error' in machine ? machine.error.fields.kind : 'done')),
  );
}
