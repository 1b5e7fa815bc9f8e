// `azbackup runs prune`: deletes records that are no longer of use.

import { secondsBetween, instantOf } from '../../domain/time/instant.js';
import type { CommandContext, CommandResult } from '../context.js';
import { DECLINED_EXIT } from '../results/outcome.js';
import { hasLeft, runItem } from './report.js';
import type { RunsPruneOptions } from './prune.command.js';
import type { RunItem, RunsPruneDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  { olderThan, unfinished, dryRun }: RunsPruneOptions,
): Promise<CommandResult<RunsPruneDocument>> {
  const now = instantOf(context.clock.now());
  const entries = (await context.runs.list()).filter((entry) => entry.status === 'read');
  const old = entries
    .map((entry) => runItem(entry))
    .filter(({ started }) => secondsBetween(started, now) > olderThan);
  const chosen = old.filter((item) => unfinished || !hasLeft(item));
  const outcome: RunsPruneDocument['items'][number]['outcome'] = dryRun
    ? 'planned'
    : await remove(context, chosen);
  const items = chosen.map((item) => ({ ...item, outcome }));
  for (const item of items) {
    context.itemFinished(item);
  }
  const kept = old.length - chosen.length;
  return {
    document: {
      kind: 'runs-prune',
      schemaVersion: 1,
      dryRun,
      items,
      summary: { total: items.length, kept },
    },
    exit: outcome === 'declined' ? DECLINED_EXIT : 'done',
  };
}

async function remove(
  context: CommandContext,
  chosen: readonly RunItem[],
): Promise<'deleted' | 'declined'> {
  const question = `Delete the records of ${chosen.length} runs?`;
  const consequence = 'deleted records cannot be resumed; nothing in Azure changes';
  if (chosen.length > 0 && !(await context.confirm(question, consequence))) {
    return 'declined';
  }
  for (const { id } of chosen) {
    await context.runs.remove(id);
  }
  return 'deleted';
}
