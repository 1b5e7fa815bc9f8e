// The view of `azbackup sandbox serve`: where it answers, and what to do next.

import type { SandboxServeDocument } from './serve.result.js';
import { formatInstant } from '../../output/instants.js';
import type { View } from '../../output/view.js';
import { hint } from '../../output/hints.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { speedWords } from './clock/view.js';

/** Address and certificate, the command for other shells, and how it ends. */
export function formatSandboxServe(document: SandboxServeDocument, view: View): string[] {
  const { world, time, speed } = document.summary;
  return [
    ...document.items.flatMap((item) => [
      `Serving the sandbox on ${item.proxy} (proxy) and ${item.endpoint} (direct).`,
      `  world ${world}, ${formatInstant(time, view)}, ${speedWords(speed)}`,
      `  ${item.directory}`,
      `  CA certificate for clients: ${item.certificate}`,
      ...(item.recordings === null ? [] : [`  recording to ${item.recordings}`]),
    ]),
    formatNextCommand('eval "$(azbackup sandbox env)"', 'in another shell; then az login', view),
    hint('Press Ctrl-C to stop. The state is always saved.'),
  ];
}
