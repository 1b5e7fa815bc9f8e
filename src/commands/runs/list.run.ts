// `azbackup runs list`: what is recorded on this computer.

import type { CommandContext, CommandResult } from '../context.js';
import { hasLeft, runItem } from './report.js';
import type { RunsListDocument } from './result.js';

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult<RunsListDocument>> {
  const items: RunsListDocument['items'] = [];
  for (const entry of await context.runs.list()) {
    const item: RunsListDocument['items'][number] =
      entry.status === 'read'
        ? { ...runItem(entry), problem: null }
        : {
            id: entry.id,
            command: null,
            started: null,
            place: null,
            file: entry.file,
            machines: null,
            problem: entry.problem,
          };
    items.push(item);
    context.itemFinished(item);
  }
  const left = items.filter(({ machines }) => machines !== null && hasLeft({ machines })).length;
  return {
    document: {
      kind: 'runs-list',
      schemaVersion: 1,
      items,
      summary: { total: items.length, left },
    },
    exit: 'done',
  };
}
