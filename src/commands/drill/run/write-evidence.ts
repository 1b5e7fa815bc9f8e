// The evidence of drills as files: what auditors keep. Each has a hash of what it says, so that a later change of it shows.

import { createHash } from 'node:crypto';
import type { CommandContext } from '../../context.js';
import type { Drill } from '../evidence.js';

/** Writes a file for each drill. @throws AzbackupError `AZB_FILE_UNWRITABLE` (2) */
export async function writeDrillEvidence(
  context: Pick<CommandContext, 'writeOutput' | 'installation'>,
  folder: string,
  drills: readonly Drill[],
): Promise<void> {
  for (const drill of drills.filter(({ id }) => id !== '')) {
    const evidence = {
      kind: 'drill-evidence',
      schemaVersion: 1,
      tool: `azbackup ${context.installation.version}`,
      drill,
    };
    const hash = `sha256:${createHash('sha256').update(canonical(evidence)).digest('hex')}`;
    const text = `${JSON.stringify({ ...evidence, hash }, undefined, 2)}\n`;
    await context.writeOutput(`${folder}/${drill.id}.json`, text);
  }
}

/** JSON without white space, the members of each object in the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(
          Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1)),
        )
      : member,
  );
}
