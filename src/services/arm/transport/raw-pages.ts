// Lists read without an SDK: the items of all pages, checked.

import { z } from 'zod';
import type { RawClient, RawRequest } from './raw-client.js';
import { unexpectedResponse } from '../unexpected-response.js';

const pageSchema = z.object({
  value: z.array(z.unknown()),
  nextLink: z.string().nullish(),
});

/**
 * All items of a list, following `nextLink` verbatim.
 * Throws `AZB_UNEXPECTED_RESPONSE` when a page or an item is not of the shape it should be.
 * @param first URL of the first page, or how it is asked for where that is not by a mere GET
 * @param subject what the list is, for words
 */
export async function readPages<Item>(
  client: RawClient,
  first: string | RawRequest,
  item: z.ZodType<Item>,
  subject: string,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let request: RawRequest | undefined =
    typeof first === 'string' ? { method: 'GET', url: first } : first;
  while (request !== undefined) {
    const answer = await client.send(request);
    const page = pageSchema.safeParse(answer.body);
    const items = z.array(item).safeParse(page.data?.value);
    if (!page.success || !items.success) {
      throw unexpectedResponse(issueOf(page.error ?? items.error), subject);
    }
    found.push(...items.data);
    const next = page.data.nextLink ?? undefined;
    request = next === undefined ? undefined : { method: 'GET', url: next };
  }
  return found;
}

/** The first thing that is wrong; values are not named. */
function issueOf(error: z.ZodError | undefined): string {
  const issue = error?.issues[0];
  return issue === undefined ? 'it is not a list' : `'${issue.path.join('.')}': ${issue.message}`;
}
