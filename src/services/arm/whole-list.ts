// Lists that are read to their end for many machines at once: the next page is asked for while the last one is worked
// on, and one odd entry takes nothing from the others.

import { z } from 'zod';
import { parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { isFormError } from './odd-answer.js';

/**
 * All entries of all pages in our words, in order.
 * @param pages each asked for as soon as the one before it has come
 * @param convert of a page at a time, so that Azure's own form of a long list is never there as a whole
 */
export async function readAhead<Wire, Ours>(
  pages: AsyncIterator<readonly Wire[]>,
  convert: (page: readonly Wire[]) => readonly Ours[],
): Promise<readonly Ours[]> {
  const found: Ours[] = [];
  let page = await pages.next();
  while (page.done !== true) {
    const next = pages.next();
    // Of a page that nobody waits for any more, because the one before it is odd, the end does not matter.
    void next.catch(() => undefined);
    for (const entry of convert(page.value)) {
      found.push(entry);
    }
    page = await next;
  }
  return found;
}

/** The entries in our words, without those that cannot be read: who asks for one of them singly learns why. */
export function readableOf<Wire, Ours>(
  entries: readonly Wire[],
  convert: (entry: Wire) => Ours,
): readonly Ours[] {
  return entries.flatMap((entry) => {
    try {
      return [convert(entry)];
    } catch (error) {
      if (isOdd(error)) {
        return [];
      }
      throw error;
    }
  });
}

/** A list of which some entries cannot be read. */
export interface PartlyReadList<Ours> {
  readonly read: readonly Ours[];
  /** Ids of the entries that are of another form than Azure's. */
  readonly odd: readonly ResourceId[];
}

/** An entry of such a list. */
export type ListEntry<Ours> =
  | { readonly status: 'read'; readonly value: Ours }
  | { readonly status: 'odd'; readonly id: ResourceId };

/**
 * The entries in our words, odd ones by their id.
 * @throws Error of the conversion of an entry that has no id: what it is nobody can say
 */
export function entriesOf<Wire, Ours>(
  entries: readonly Wire[],
  convert: (entry: Wire) => Ours,
): readonly ListEntry<Ours>[] {
  return entries.map((entry) => {
    try {
      return { status: 'read', value: convert(entry) };
    } catch (error) {
      const id = identified.safeParse(entry).data?.id;
      if (isOdd(error) && id !== undefined && parseResourceId(id) !== undefined) {
        return { status: 'odd', id };
      }
      throw error;
    }
  });
}

const identified = z.object({ id: z.string() });

/** The two kinds of entries apart. */
export function partlyRead<Ours>(entries: readonly ListEntry<Ours>[]): PartlyReadList<Ours> {
  return {
    read: entries.flatMap((entry) => (entry.status === 'read' ? [entry.value] : [])),
    odd: entries.flatMap((entry) => (entry.status === 'odd' ? [entry.id] : [])),
  };
}

/** True for what says that an answer is of another form than it should be. */
export function isOdd(error: unknown): boolean {
  return error instanceof AzbackupError
    ? error.fields.code === 'AZB_UNEXPECTED_RESPONSE'
    : isFormError(error);
}
