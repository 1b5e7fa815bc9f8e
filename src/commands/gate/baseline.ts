// An earlier result of a gate: the misses that are known already.

import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.js';
import { usageError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';

/** What of an earlier result counts; later versions may have more keys. */
const baselineSchema = z.object({
  kind: z.literal('gate'),
  items: z.array(
    z.object({
      results: z.array(z.object({ outcome: z.string(), fingerprint: z.string() })),
    }),
  ),
});

/** Known misses. */
export interface Baseline {
  readonly name: string;
  /** Their fingerprints. */
  readonly known: ReadonlySet<string>;
}

/**
 * Reads a result that was written as JSON.
 * @throws AzbackupError `AZB_FILE_UNREADABLE`, `AZB_BASELINE_INVALID` (2)
 */
export async function readBaseline(
  context: Pick<CommandContext, 'readInput'>,
  file: string,
): Promise<Baseline> {
  const parsed = baselineSchema.safeParse(parseJson(await context.readInput(file)));
  if (!parsed.success) {
    throw usageError(
      'AZB_BASELINE_INVALID',
      `${file} is not a valid JSON result of azbackup gate`,
      {
        target: file,
        fix: ['azbackup gate --format json=FILE'],
      },
    );
  }
  const results = parsed.data.items.flatMap((item) => item.results);
  return {
    name: file,
    known: new Set(
      results.filter(({ outcome }) => outcome === 'not-met').map(({ fingerprint }) => fingerprint),
    ),
  };
}
