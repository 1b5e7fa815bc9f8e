// Lists of a whole subscription for callers whose roles are at resource groups: Azure refuses them the list, and
// shows them the groups that they may read.

import pLimit from 'p-limit';
import { z } from 'zod';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { armRawClient } from './transport/raw-client.js';
import { readPages } from './transport/raw-pages.js';
import type { Transport } from './transport/transport.js';

/** ResourceGroups_List. */
const GROUPS_API_VERSION = '2022-09-01';

/** Groups asked side by side. */
const CONCURRENT_GROUPS = 8;

/** How a kind of resource is listed. */
export interface ListOperations<Item> {
  readonly all: () => Promise<readonly Item[]>;
  readonly inGroup: (resourceGroup: string) => Promise<readonly Item[]>;
}

/**
 * What a subscription has; where the caller may not list that, what the resource groups have in which he may.
 * @throws AzbackupError that of the whole list, where he may list in no group either
 */
export async function listWhereAllowed<Item>(
  transport: Transport,
  subscriptionId: string,
  { all, inGroup }: ListOperations<Item>,
): Promise<readonly Item[]> {
  try {
    return await all();
  } catch (error) {
    if (!isForbidden(error)) {
      throw error;
    }
    const lists = await listsOfGroups(await groupsOf(transport, subscriptionId, error), inGroup);
    if (lists.every((list) => list === undefined)) {
      throw error;
    }
    return lists.flatMap((list) => list ?? []);
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof AzbackupError && error.fields.kind === 'not-allowed';
}

/** The groups that the caller may read; the error that led here, where even those cannot be told. */
async function groupsOf(
  transport: Transport,
  subscriptionId: string,
  cause: unknown,
): Promise<readonly string[]> {
  const url = `${transport.cloud.armEndpoint}/subscriptions/${subscriptionId}/resourcegroups?api-version=${GROUPS_API_VERSION}`;
  try {
    const groups = await readPages(
      armRawClient(transport),
      url,
      z.object({ name: z.string() }),
      'the list of resource groups',
    );
    return groups.map(({ name }) => name);
  } catch {
    throw cause;
  }
}

/** Undefined for a group in which the caller may not list such resources. */
async function listsOfGroups<Item>(
  groups: readonly string[],
  inGroup: (resourceGroup: string) => Promise<readonly Item[]>,
): Promise<readonly (readonly Item[] | undefined)[]> {
  const limit = pLimit(CONCURRENT_GROUPS);
  return Promise.all(
    groups.map((group) =>
      limit(async () => {
        try {
          return await inGroup(group);
        } catch (error) {
          if (isForbidden(error)) {
            return undefined;
          }
          throw error;
        }
      }),
    ),
  );
}
