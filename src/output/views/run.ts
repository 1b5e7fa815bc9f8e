// What is said of a run after its result: which VMs an earlier call had done, where the run is recorded, and how it is
// resumed.

import type { RunDocument } from '../../commands/results/parts.js';
import { counted } from '../counts.js';
import { hint } from '../hints.js';
import type { View } from '../view.js';
import { formatNextCommand } from './fix-lines.js';

/** The lines on the run of a document; none where it has none. */
export function formatRun({ run }: { readonly run: RunDocument | null }, view: View): string[] {
  if (run === null) {
    return [];
  }
  const skipped =
    run.skipped === 0 ? [] : [`${counted(run.skipped, 'VM')} done before, in the same run.`];
  const resume = run.next.map((command) =>
    formatNextCommand(command, `resumes the run: ${counted(run.left, 'VM')} left`, view),
  );
  return [...skipped, ...resume, hint(`Run: ${run.file}`)];
}
