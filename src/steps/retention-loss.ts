// How documents hold what recovery points lose under another policy.

import { z } from 'zod';
import type { RetentionLoss } from '../domain/recovery/retention-loss.js';

/** The loss; numbers are null where the points could not be read. */
export const retentionLossSchema = z.strictObject({
  points: z.number().nullable(),
  /** How many expire at once, with the first and the last of them. */
  expiring: z.number().nullable(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  /** How many more are kept for a shorter time than they were promised. */
  shortened: z.number().nullable(),
  /** False where it is at most so many. */
  exact: z.boolean(),
});

/** A loss as documents hold it. */
export type RetentionLossDocument = z.infer<typeof retentionLossSchema>;

/** The loss of a step as a detail of its change; none where nothing is lost. */
export function lossOf({ loss }: { readonly loss?: RetentionLoss }): {
  retentionLoss?: RetentionLossDocument;
} {
  return loss === undefined ? {} : { retentionLoss: lossDocument(loss) };
}

function lossDocument(loss: RetentionLoss): RetentionLossDocument {
  if (loss === 'uncounted') {
    const unknown = { points: null, expiring: null, oldest: null, newest: null, shortened: null };
    return { ...unknown, exact: false };
  }
  const { points, expiring, oldest = null, newest = null, shortened, exact } = loss;
  return { points, expiring, oldest, newest, shortened, exact };
}

/** The loss that a document holds. */
export function lossFrom(document: RetentionLossDocument): RetentionLoss {
  const { points, expiring, oldest, newest, shortened, exact } = document;
  if (points === null || expiring === null || shortened === null) {
    return 'uncounted';
  }
  const times = {
    ...(oldest === null ? {} : { oldest }),
    ...(newest === null ? {} : { newest }),
  };
  return { points, expiring, ...times, shortened, exact };
}
