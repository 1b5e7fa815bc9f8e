// Lists that are read to their end for many machines at once: the next page is asked for while the last one is worked
// on, and one odd entry takes nothing from the others.

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

/** True for what says that an answer is of another form than it should be. */
export function isOdd(error: unknown): boolean {
  return error instanceof AzbackupError
    ? error.fields.code === 'AZB_UNEXPECTED_RESPONSE'
    : isFormError(error);
}
