// The management locks in the way of a command, found before it changes anything.

import type { Fact } from '../domain/fact.js';
import type { IntendedWrite, Lock } from '../domain/locks.js';
import { idKey, nameOf, type ResourceId } from '../domain/resource-id.js';
import { lockedError } from '../errors/scope-locked.js';
import type { CommandContext } from '../commands/context.js';
import type { FactReader } from './fact-reader.js';

/** The locks at a scope and above it: from the list of its subscription, or else from the scope's own. */
export async function locksOver(
  reader: FactReader,
  scope: ResourceId,
): Promise<Fact<readonly Lock[]>> {
  const { subscription } = /^\/subscriptions\/(?<subscription>[^/]+)/iu.exec(scope)?.groups ?? {};
  const all = subscription === undefined ? undefined : await reader.locks(subscription);
  return all?.status === 'known' ? all : reader.locksAt(scope);
}

/**
 * Looks for locks at every scope that is to be changed, each read once and at the same time. What cannot be
 * read is said, and left to Azure, which refuses before it changes anything.
 * @throws AzbackupError `AZB_SCOPE_LOCKED` (5)
 */
export async function refuseLocked(
  context: CommandContext,
  reader: FactReader,
  writes: readonly IntendedWrite[],
): Promise<void> {
  const each = [...new Map(writes.map((write) => [keyOf(write), write])).values()];
  const read = await Promise.all(
    each.map(async (write) => ({ write, locks: await reader.locksAt(write.scope) })),
  );
  for (const { write, locks } of read) {
    const error = lockedError(locks, write);
    if (error !== undefined) {
      throw error;
    }
  }
  for (const { write, locks } of read) {
    warnOfUnknownLocks(context, write.scope, locks);
  }
}

/** Says that a lock may be in the way, where that could not be read. */
export function warnOfUnknownLocks(
  context: CommandContext,
  scope: ResourceId,
  locks: Fact<readonly Lock[]>,
): void {
  // Azure lists no locks of what is not there.
  if (locks.status === 'unreadable') {
    context.warn(`whether a lock protects ${nameOf(scope)} could not be read: ${locks.message}`);
  }
}

function keyOf({ scope, verb }: IntendedWrite): string {
  return `${verb} ${idKey(scope)}`;
}
