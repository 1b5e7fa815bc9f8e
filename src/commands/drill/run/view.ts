// The view of `azbackup drill run`: each drill with its two verdicts, and what they rest on.

import { counted } from '../../../output/counts.js';
import { machineLabels } from '../../../output/machine-labels.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import { formatDrill } from '../drill.view.js';
import type { DrillRunDocument } from './result.js';

/** The drills, and a closing line. */
export function formatDrillRun(document: DrillRunDocument, view: View): string[] {
  const label = machineLabels(document.items.map(({ vm }) => vm));
  return [
    ...document.items.flatMap((item) => [...formatDrill(item, label(item.vm), view), '']),
    wrapIndented(closing(document), view.width, 0),
    ...howToRun(document).map((line) => wrapIndented(line, view.width, 0)),
    ...(document.evidence === null || document.dryRun
      ? []
      : [`Evidence is in ${document.evidence}.`]),
  ];
}

/** Without its seed the drill that is run would be of other VMs and points. */
function howToRun({ items, dryRun }: DrillRunDocument): string[] {
  const seed = items.find((item) => item.seed !== null)?.seed ?? null;
  return dryRun && seed !== null
    ? [`To run exactly this: the same command with --seed ${seed} and without --dry-run.`]
    : [];
}

function closing({ items, summary, dryRun }: DrillRunDocument): string {
  if (dryRun) {
    return `${counted(items.length, 'drill')}; nothing was changed.`;
  }
  return `${counted(items.length, 'drill')}: ${countsOf(summary.outcomes)}. Clean-up: ${countsOf(summary.cleanups)}.`;
}

function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}
