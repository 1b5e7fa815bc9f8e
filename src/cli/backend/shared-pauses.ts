// What is refused for a while, as processes of one user tell each other: a small file beside the journal. It only saves
// requests that would be refused, so whatever is wrong with it is passed over.

import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.js';
import type { SharedPauses } from '../../services/arm/pacing/request-pace.js';
import type { StateFiles } from '../../steps/intents/journal.js';

const FILE = 'refused.json';

/** By class of requests, the instant until which they are refused: milliseconds since the Unix epoch. */
const fileSchema = z.strictObject({
  version: z.literal(1),
  refusedUntil: z.record(z.string(), z.number()),
});

/** The pauses in a folder's file. */
export function sharedPauses(files: StateFiles): SharedPauses {
  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const text = await files.read(FILE).catch(() => undefined);
    const parsed = fileSchema.safeParse(parseJson(text ?? ''));
    return new Map(parsed.success ? Object.entries(parsed.data.refusedUntil) : []);
  };
  return {
    read,
    write: async (key, until, now) => {
      const known = [...(await read())].filter(([, instant]) => instant > now);
      const refusedUntil = { ...Object.fromEntries(known), [key]: until };
      // Of two that write at once one is lost, which costs one refusal.
      await files.write(FILE, JSON.stringify({ version: 1, refusedUntil })).catch(() => undefined);
    },
  };
}
