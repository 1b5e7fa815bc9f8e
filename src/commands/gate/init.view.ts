// The view of `azbackup gate init`.

import { commandLine } from '../../domain/command-line.js';
import { counted } from '../../output/counts.js';
import { oneLine, wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import type { GateInitDocument } from './init.result.js';

/** What was written, and the command that checks it. */
export function formatGateInit({ file, items, summary }: GateInitDocument, view: View): string[] {
  const active = items.filter(({ outcome }) => outcome === 'active').length;
  const comments = items.length - active;
  const others = comments === 0 ? '' : `; ${counted(comments, 'other')} stand there as comments`;
  const words = `wrote ${oneLine(file)}: ${counted(active, 'rule')} for ${counted(summary.total, 'VM')}${others}.`;
  return [
    wrapIndented(words, view.width, 0),
    formatNextCommand(commandLine('azbackup', 'gate', '-f', file), 'checks the VMs by it', view),
  ];
}
