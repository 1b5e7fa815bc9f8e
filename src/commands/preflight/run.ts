// `azbackup preflight`: judges machines, changes nothing.

import type { ExitKind } from '../../errors/exit-code.js';
import type { PreflightDocument, PreflightItem } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { exitOfItems } from '../results/outcome.js';
import {
  evaluateEach,
  type EvaluatedMachine,
  type EvaluationRequest,
} from '../evaluated-machines.js';
import { itemError, machineDocument } from '../results/machines.js';
import { packedList, packItem, type PackedItem } from '../results/packed-items.js';
import type { OptionRule } from '../options/option.js';
import { namesOrAll, somethingSelects } from '../options/selection-options.js';
import { saySelected } from '../agree-to-selection.js';
import type { PreflightOptions } from './command.js';

/** How the options go together. */
export const rules: readonly OptionRule<PreflightOptions>[] = [somethingSelects, namesOrAll];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PreflightOptions,
): Promise<CommandResult<PreflightDocument>> {
  const started = context.clock.now();
  const request: EvaluationRequest = {
    ...options,
    vaultMayBeOpen: true,
    selected: (targets) => saySelected(context, targets, options, started),
  };
  const { machines } = await evaluateEach(context, request, (machine): Judged => {
    const item = toItem(machine);
    context.itemFinished(item);
    return { packed: packItem(item), outcome: item.outcome, exit: exitOf(machine) };
  });
  const items = packedList(machines.map(({ packed }) => packed));
  const count = (outcome: PreflightItem['outcome']): number =>
    machines.filter((machine) => machine.outcome === outcome).length;
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
  return { document, exit: exitOfEvaluations(machines) };
}

/** A machine as it is told of: of ten thousand, the results are more than a client should hold as objects. */
interface Judged {
  readonly packed: PackedItem<PreflightItem>;
  readonly outcome: PreflightItem['outcome'];
  readonly exit: ExitKind;
}

/**
 * Nothing was to be changed, so a ready machine beside a blocked one does not make the answer partial; one that could not
 * be judged does.
 */
function exitOfEvaluations(machines: readonly Judged[]): ExitKind {
  const failed = machines.filter(({ outcome }) => outcome === 'failed').length;
  return failed > 0 && failed < machines.length
    ? 'partial'
    : exitOfItems(machines.map(({ exit }) => exit).filter((exit) => exit !== 'done'));
}

function exitOf(machine: EvaluatedMachine): ExitKind {
  if (machine.status === 'failed') {
    return machine.error.fields.kind;
  }
  return machine.evaluation.verdict === 'blocked' ? 'blocked' : 'done';
}

function toItem(machine: EvaluatedMachine): PreflightItem {
  const { vm, ...members } = machineDocument(machine);
  return machine.status === 'failed'
    ? { vm, outcome: 'failed', verdict: null, ...members, error: itemError(machine.error) }
    : {
        vm,
        outcome: machine.evaluation.verdict,
        verdict: machine.evaluation.verdict,
        ...members,
        error: null,
      };
}
