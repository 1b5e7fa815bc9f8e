// Why one of several things did not succeed.

import type { ItemErrorDocument } from '../../commands/results/parts.js';
import { flow, wrapIndented } from '../text-width.js';
import type { View } from '../view.js';
import { formatFixBlock } from './fix-lines.js';

/** The message with its causes, its fix and its codes. */
export function formatItemError(error: ItemErrorDocument, view: View): string[] {
  const exit = error.exitCode === undefined ? [] : [`exit ${error.exitCode}`];
  return errorLines(error, 'error:', exit, view);
}

/** The same of something that was looked at: that it failed is no error of the command. */
export function formatReason(error: ItemErrorDocument, view: View): string[] {
  return errorLines(error, 'reason:', [], view);
}

function errorLines(
  error: ItemErrorDocument,
  lead: string,
  exit: readonly string[],
  view: View,
): string[] {
  const head = `${view.theme.fail(lead)} ${error.message}`;
  const azure = error.azureCode === null ? [] : [`Azure's code ${error.azureCode}`];
  const codes = flow([`code ${error.code}`, ...azure, ...exit], view.width - 2);
  return [
    wrapIndented(head, view.width, 0, 2),
    ...error.causes.map((cause) => wrapIndented(cause, view.width, 2, 4)),
    ...formatFixBlock(error.fix, 'try:', view),
    ...codes.map((line) => view.theme.muted(`  ${line}`)),
  ];
}
