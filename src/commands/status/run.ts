// `azbackup status`: how protected machines stand, and whether their backups could still be taken.

import { untilAborted } from '../../facts/until-aborted.js';
import type { CommandContext, CommandResult } from '../context.js';
import { rule, type OptionRule } from '../options/option.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import { exitOfItems } from '../results/outcome.js';
import type { StatusOptions } from './command.js';
import { gatherSelected } from './gather.js';
import type { StatusDocument } from './result.js';
import { statusDocument } from './report.js';
import { needsAttention } from './rules.js';
import {
  warnOfEarlierPoints,
  warnOfEncryptedElsewhere,
  warnOfUnasked,
  warnOfUnread,
  warnOfUnseen,
} from './warnings.js';

/** How the options go together. */
export const rules: readonly OptionRule<StatusOptions>[] = [
  somethingOrVault,
  namesOrAll,
  rule(
    ({ maxAge, exitZero }) => maxAge === undefined || !exitZero,
    '--max-age and --exit-zero cannot be used together',
  ),
];

/** Up to so many, Azure is asked for each that no vault protects; of more, the lists decide and a note says so. */
const ASKED_SINGLY = 100;

/** Runs the command. */
export function run(
  context: CommandContext,
  options: StatusOptions,
): Promise<CommandResult<StatusDocument>> {
  return untilAborted(context.signal, report(context, options));
}

async function report(
  context: CommandContext,
  options: StatusOptions,
): Promise<CommandResult<StatusDocument>> {
  const { maxAge, backupPrincipalId } = options;
  const endings = await gatherSelected(
    context,
    options,
    { maxAge, backupPrincipalId, askedSingly: ASKED_SINGLY, explains: true },
    ({ item, exit, unasked, isNewer, protectionUnread, encryptedElsewhere, unseen = [] }) => {
      context.itemFinished(item);
      return { item, exit, unasked, isNewer, protectionUnread, encryptedElsewhere, unseen };
    },
  );
  warnOfUnasked(context, endings.filter(({ unasked }) => unasked === true).length);
  warnOfUnseen(
    context,
    endings.filter(({ unseen }) => unseen.length > 0).map(({ item }) => item.vm.name),
    endings.flatMap(({ unseen }) => unseen),
  );
  warnOfUnread(
    context,
    endings.filter((ending) => ending.protectionUnread === true).map(({ item }) => item.vm.name),
  );
  warnOfEarlierPoints(
    context,
    endings.filter(({ isNewer }) => isNewer === true).map(({ item }) => item.vm.name),
  );
  warnOfEncryptedElsewhere(
    context,
    endings
      .filter(
        ({ encryptedElsewhere, item }) => encryptedElsewhere === true && item.outcome !== 'error',
      )
      .map(({ item }) => item.vm.name),
  );
  const items = endings.map(({ item }) => item);
  const document = statusDocument(items);
  const found = items.some((item) => item.tooOld || needsAttention(item));
  const exit = exitOfItems(endings.map((ending) => ending.exit));
  return { document, exit: exit === 'done' && found && !options.exitZero ? 'partial' : exit };
}
