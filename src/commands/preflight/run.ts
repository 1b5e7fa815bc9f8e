// `azbackup preflight`: judges machines, changes nothing.

import type { ExitKind } from '../../errors/exit-code.js';
import type { PreflightDocument, PreflightItem } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { exitOfItems } from '../results/exit-of-items.js';
import { judgeMachines, type JudgedMachine } from '../judged-machines.js';
import { itemError, machineDocument } from '../results/machines.js';
import type { PreflightOptions } from './command.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PreflightOptions,
): Promise<CommandResult<PreflightDocument>> {
  const { machines } = await judgeMachines(context, options);
  const items = machines.map((machine) => toItem(machine));
  for (const item of items) {
    context.itemFinished(item);
  }
  const count = (outcome: PreflightItem['outcome']): number =>
    items.filter((item) => item.outcome === outcome).length;
  const document: PreflightDocument = {
    kind: 'preflight',
    schemaVersion: 1,
    items,
    summary: {
      total: items.length,
      ready: count('ready'),
      warning: count('warning'),
      blocked: count('blocked'),
      failed: count('failed'),
    },
  };
  return { document, exit: exitOfJudgements(machines) };
}

/** Nothing was to be changed, so a ready machine beside a blocked one does not make the answer partial. */
function exitOfJudgements(machines: readonly JudgedMachine[]): ExitKind {
  return exitOfItems(machines.map((machine) => exitOf(machine)).filter((exit) => exit !== 'done'));
}

function exitOf(machine: JudgedMachine): ExitKind {
  if (machine.status === 'failed') {
    return machine.error.fields.kind;
  }
  return machine.judgement.verdict === 'blocked' ? 'blocked' : 'done';
}

function toItem(machine: JudgedMachine): PreflightItem {
  const { vm, ...members } = machineDocument(machine);
  return machine.status === 'failed'
    ? { vm, outcome: 'failed', verdict: null, ...members, error: itemError(machine.error) }
    : {
        vm,
        outcome: machine.judgement.verdict,
        verdict: machine.judgement.verdict,
        ...members,
        error: null,
      };
}
