// What is said and asked once machines were selected by a rule: how many they are is nowhere on the command line.

import { countedVms } from '../domain/fleet/counted-vms.js';
import { firstNames } from '../domain/fleet/first-names.js';
import { usageError } from '../errors/azbackup-error.js';
import type { Target } from '../facts/choose-machines.js';
import type { CommandContext } from './context.js';
import { selectsByRule, type SelectingOptions } from './options/selection-options.js';

/** The options of a command that changes machines. */
export interface ChangingOptions extends SelectingOptions {
  readonly expect?: number | undefined;
  readonly dryRun: boolean;
}

/** How many names a question gives. */
const NAMES = 10;

/** Says how many machines are meant, where the command line does not. */
export function saySelected(
  { emit, clock }: Pick<CommandContext, 'emit' | 'clock'>,
  targets: readonly unknown[],
  options: SelectingOptions,
  startedMilliseconds: number,
): void {
  if (selectsByRule(options)) {
    const atSeconds = (clock.now() - startedMilliseconds) / 1000;
    emit({ type: 'machines.selected', count: targets.length, atSeconds });
  }
}

/**
 * Says how many machines a rule selects, and has somebody agree to their change.
 * @throws AzbackupError of `agreeToSelection`
 */
export async function settleSelection(
  context: Pick<CommandContext, 'emit' | 'clock' | 'confirm' | 'agreedByFlag'>,
  targets: readonly Pick<Target, 'name'>[],
  options: ChangingOptions,
  startedMilliseconds: number,
): Promise<void> {
  saySelected(context, targets, options, startedMilliseconds);
  await agreeToSelection(context, targets, options);
}

/**
 * Has somebody agree to a change of several machines that were selected by a rule: a person, or `--yes` with the
 * number that is expected.
 * @throws AzbackupError `AZB_SELECTION_COUNT`, `AZB_CONFIRMATION_NEEDED` or `AZB_DECLINED` (2)
 */
async function agreeToSelection(
  context: Pick<CommandContext, 'confirm' | 'agreedByFlag'>,
  targets: readonly Pick<Target, 'name'>[],
  options: ChangingOptions,
): Promise<void> {
  requireCount(targets, options.expect);
  const isCounted = options.expect !== undefined && context.agreedByFlag;
  if (options.dryRun || targets.length < 2 || !selectsByRule(options) || isCounted) {
    return;
  }
  const names = targets.map(({ name }) => name);
  const agreed = await context.confirm(
    `Change ${targets.length} VMs?`,
    `selected: ${firstNames(names, NAMES)}`,
    `add --yes --expect ${targets.length}`,
  );
  if (!agreed) {
    throw usageError('AZB_DECLINED', `${countedVms(targets.length)} were not to be changed`, {
      causes: ['nothing was changed'],
    });
  }
}

/** Holds the number against the one that was expected. */
function requireCount(targets: readonly Pick<Target, 'name'>[], expect: number | undefined): void {
  if (expect !== undefined && targets.length !== expect) {
    throw usageError(
      'AZB_SELECTION_COUNT',
      `${countedVms(targets.length)} ${targets.length === 1 ? 'is' : 'are'} selected, not ${expect} as --expect says`,
      {
        causes: [
          `selected: ${targets
            .slice(0, NAMES)
            .map(({ name }) => name)
            .join(', ')}${targets.length > NAMES ? ', …' : ''}`,
        ],
        fix: ['look at them first with --dry-run, then give their number to --expect'],
      },
    );
  }
}
