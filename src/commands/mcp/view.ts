// The view of `azbackup mcp`: what was called.

import type { View } from '../../output/view.js';
import { formatTable } from '../../output/table.js';
import type { McpDocument } from './result.js';

/** A tool a line. */
export function formatMcp({ items }: McpDocument, view: View): string[] {
  return formatTable(
    [{ header: 'tool' }, { header: 'calls' }, { header: 'failed' }],
    items.map(({ tool, calls, failed }) => [tool, String(calls), String(failed)]),
    view,
  );
}
