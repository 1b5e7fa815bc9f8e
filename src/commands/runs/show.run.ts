// `azbackup runs show`: the machines of one recorded run.

import { commandLine } from '../../domain/command-line.js';
import type { CommandContext, CommandResult } from '../context.js';
import { resourceDocument } from '../results/machines.js';
import { nextMove, stateOf } from '../../steps/runs/run-state.js';
import { hasLeft, runItem } from './report.js';
import type { RunsShowOptions } from './show.command.js';
import type { RunsShowDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: RunsShowOptions,
): Promise<CommandResult<RunsShowDocument>> {
  const stored = await context.runs.find(options.run);
  const items = [...stateOf(stored.run).values()].map((machine) => ({
    vm: resourceDocument(machine.vm),
    outcome: machine.ended?.outcome ?? null,
    code: machine.ended?.code ?? null,
    jobId: machine.jobId ?? null,
    next: nextMove(machine),
  }));
  for (const item of items) {
    context.itemFinished(item);
  }
  const known = runItem(stored);
  const { command } = known;
  const resume = hasLeft(known) ? [`azbackup ${command} --resume ${commandLine(options.run)}`] : [];
  return {
    document: { kind: 'runs-show', schemaVersion: 1, items, summary: { ...known, resume } },
    exit: 'done',
  };
}
