// Resource groups that are being deleted, as a world keeps them.

import { z } from 'zod';
import type { EntryIndex } from '../../../kernel/entry-index.js';
import type { WorldState } from '../../../kernel/state.js';

/** What a resource's own provider answered when it was to be deleted. */
const refusalSchema = z.object({ status: z.number(), body: z.unknown() });

/** How far the deletion of a group has come. */
export const groupDeletionSchema = z.object({
  jobId: z.string(),
  startedMilliseconds: z.number(),
  /** When it goes on. */
  nextMilliseconds: z.number(),
  /** Resources that could not be deleted since the last pass began, by lower-cased id. */
  refused: z.record(z.string(), refusalSchema),
  /** Whether anything went since then: what it used may go now. */
  progressed: z.boolean(),
});

export type GroupDeletion = z.infer<typeof groupDeletionSchema>;
export type DeletionRefusal = z.infer<typeof refusalSchema>;

/** Groups that are being deleted, by when that goes on. */
export const groupsByNextRound: EntryIndex<WorldState['resourceGroups'][string]> = {
  name: 'groups.next-round',
  valuesOf: ({ deletion }) => (deletion === undefined ? [] : [deletion.nextMilliseconds]),
};
