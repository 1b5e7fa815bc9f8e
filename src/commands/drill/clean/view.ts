// The view of `azbackup drill clean`.

import { nameOf } from '../../../domain/resource-id.js';
import { counted } from '../../../output/counts.js';
import { inPlace } from '../../../output/suggested-commands.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import { formatItemError } from '../../../output/views/item-error.js';
import type { DrillCleanDocument, DrillCleanItem } from './result.js';

const INDENT = 2;

/** The drills, and a closing line. */
export function formatDrillClean(document: DrillCleanDocument, view: View): string[] {
  const { items, dryRun, summary } = document;
  if (items.length === 0) {
    return ['No drill whose time is over has left anything.'];
  }
  const counts = Object.entries(summary.outcomes).map(([word, count]) => `${count} ${word}`);
  const closing = dryRun
    ? `${counted(items.length, 'drill')} to clean up; nothing was changed.`
    : `${counted(items.length, 'drill')}: ${counts.join(', ')}.`;
  return [
    ...items.flatMap((item) => formatItem(item, view)),
    '',
    wrapIndented(closing, view.width, 0),
  ];
}

function formatItem(item: DrillCleanItem, view: View): string[] {
  const { id, outcome, vm, resourceGroup, reasons, resources, error, next } = item;
  const of = vm === null ? '' : ` of ${vm}`;
  const indent = ' '.repeat(INDENT);
  const kept = resources.filter(({ state }) => state === 'purge-pending');
  return [
    `${view.theme.heading(id)}${of}   ${outcome}   ${nameOf(resourceGroup)}`,
    ...(error === null ? [] : formatItemError(error, view)),
    ...(error === null ? reasons.map((reason) => wrapIndented(reason, view.width, INDENT)) : []),
    ...kept.map(({ id: kind, goneBy }) =>
      wrapIndented(
        `${nameOf(kind)} stays in soft delete${goneBy === null ? '' : ` until ${goneBy.slice(0, 10)}`}`,
        view.width,
        INDENT,
      ),
    ),
    ...next.map((command) => indent + view.theme.command(inPlace(command, view.commandPlace))),
  ];
}
