// `azbackup metrics`: what `status` finds out, as metrics for Prometheus.

import { backupMetrics } from '../../domain/metrics/backup-metrics.js';
import { exposition } from '../../domain/metrics/exposition.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import { notLookedFor } from '../../domain/fleet/unseen-vaults.js';
import { instantOf } from '../../domain/time/instant.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { OptionRule } from '../options/option.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import { countOutcomes } from '../results/machines.js';
import { drillLookup } from '../drill/evidence-files/drill-lookup.js';
import { gatherSelected } from '../status/gather.js';
import type { MetricsOptions } from './command.js';
import type { MetricsDocument } from './result.js';
import { mayBeElsewhere, metricsItem } from './rules.js';

/** How the options go together. */
export const rules: readonly OptionRule<MetricsOptions>[] = [somethingOrVault, namesOrAll];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: MetricsOptions,
): Promise<CommandResult<MetricsDocument>> {
  return untilAborted(context.signal, metrics(context, options));
}

async function metrics(
  context: CommandContext,
  options: MetricsOptions,
): Promise<CommandResult<MetricsDocument>> {
  if (options.out !== undefined) {
    await context.prepareOutput(options.out);
  }
  let isWhole = true;
  const watched: CommandContext = {
    ...context,
    leftOut: (message) => {
      isWhole = false;
      context.leftOut(message);
    },
  };
  const question = {
    backupPrincipalId: options.backupPrincipalId,
    // A series that says 0 has to be true: lists by themselves do not rule out another vault.
    askedSingly: Number.POSITIVE_INFINITY,
    explains: false,
  };
  const drillsOf = await drillLookup(context, []);
  const hidden = new Set<string>();
  const items = await gatherSelected(watched, options, question, (reading) => {
    for (const subscription of mayBeElsewhere(reading) ? (reading.unseen ?? []) : []) {
      hidden.add(subscription);
    }
    const item = metricsItem({ ...reading, drills: drillsOf(reading.item.vm.id) });
    context.itemFinished(item);
    return item;
  });
  const unread = items.filter(({ outcome }) => outcome !== 'read').map(({ vm }) => vm.name);
  const document: MetricsDocument = {
    kind: 'metrics',
    schemaVersion: 1,
    time: instantOf(context.clock.now()),
    complete: isWhole && unread.length === 0,
    file: options.out ?? null,
    items: [...items],
    summary: { total: items.length, outcomes: countOutcomes(items) },
  };
  if (options.out !== undefined) {
    const machines = items.map((item) => ({ ...item, complete: item.outcome === 'read' }));
    const text = exposition(backupMetrics({ ...document, machines }));
    await context.writeOutput(options.out, text);
  }
  if (hidden.size > 0) {
    context.warn(`${notLookedFor([...hidden])}: a vault there may protect VMs that no other does`);
  }
  if (unread.length > 0) {
    context.warn(`metrics that could not be read are left out: ${firstNames(unread)}`);
  }
  return { document, exit: document.complete ? 'done' : 'partial' };
}
