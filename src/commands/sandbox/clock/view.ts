// The view of the commands under `azbackup sandbox clock`.

import type { SandboxClockDocument } from './result.js';
import { formatDuration } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import type { View } from '../../../output/view.js';

/** The sandbox's time, and how it passes. */
export function formatSandboxClock(document: SandboxClockDocument, view: View): string[] {
  return [
    ...document.items.flatMap((item) => [
      ...(item.advancedSeconds === 0
        ? []
        : [`Advanced by ${formatDuration(item.advancedSeconds)}.`]),
      `${formatInstant(item.time, view)}, ${speedWords(item.speed)} while the sandbox is served`,
      item.server === null ? 'No server is running.' : `Served on ${item.server}.`,
    ]),
    ...(document.dryRun && document.items.some(({ advancedSeconds }) => advancedSeconds > 0)
      ? ['Dry run: nothing was changed.']
      : []),
  ];
}

/** How fast time passes, in words. */
export function speedWords(speed: number): string {
  if (speed === 0) {
    return 'time is frozen';
  }
  return speed === 1 ? 'real time' : `time runs ${speed} times as fast`;
}
