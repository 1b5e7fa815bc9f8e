// The view of `azbackup login`.

import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatCommand } from '../../output/views/fix-lines.js';
import type { LoginDocument } from './result.js';

/** The commands, each with when to take it. */
export function formatLogin({ items }: LoginDocument, view: View): string[] {
  return [
    'azbackup has no sign-in of its own. It uses that of az:',
    '',
    ...items.map(({ command, when }) => formatCommand(command, when, view)),
    '',
    wrapIndented(
      'Without az, as in CI, set variables for a service principal or a federated identity:',
      view.width,
      0,
    ),
    formatCommand('azbackup help authentication', 'all ways to sign in', view),
  ];
}
