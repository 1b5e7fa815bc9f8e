// Why one of several things did not succeed.

import type { ItemErrorDocument } from '../../commands/results/parts.js';
import { flow, wrapIndented } from '../text-width.js';
import type { View } from '../view.js';
import { formatFixBlock } from './fix-lines.js';

/** The message with its causes, its fix and its codes. */
export function formatItemError(error: ItemErrorDocument, view: View): string[] {
  const head = `${view.theme.fail('error:')} ${error.message}`;
  const azure = error.azureCode === null ? [] : [`Azure's code ${error.azureCode}`];
  const codes = flow([`code ${error.code}`, ...azure], view.width - 2);
  return [
    wrapIndented(head, view.width, 0, 2),
    ...error.causes.map((cause) => wrapIndented(cause, view.width, 2, 4)),
    ...formatFixBlock(error.fix, 'try:', view),
    ...codes.map((line) => view.theme.muted(`  ${line}`)),
  ];
}
