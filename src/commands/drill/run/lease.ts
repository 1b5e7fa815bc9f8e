// A drill that lives is not taken for one that is over: before its time runs out, the tag that says when it does is moved on.

import { drillOfGroup, EXPIRES_TAG } from '../../../domain/drill/drill-place.js';
import { addSeconds, isBefore } from '../../../domain/time/instant.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { beforeEachWait } from '../../../steps/waiting/before-each-wait.js';
import type { CommandContext } from '../../context.js';
import type { DrillSession } from '../session.js';

/** How long a drill may be silent before others may delete what it made. */
export const LEASE_SECONDS = 86_400;

/** Half of it: it is tried again and again before anything is lost. */
const RENEWED_SECONDS = LEASE_SECONDS / 2;

/** A context in which each wait of the drill looks first whether its time is to be moved on. */
export function leased(context: CommandContext, session: DrillSession): CommandContext {
  let renewing: Promise<void> | undefined;
  return beforeEachWait(context, async () => {
    const { expires } = session.drill();
    if (isBefore(addSeconds(session.now(), RENEWED_SECONDS), expires)) {
      return;
    }
    renewing ??= renew(context, session).finally(() => {
      renewing = undefined;
    });
    await renewing;
  });
}

/** What fails is tried again with the next wait; a group that is not there any more is not made anew. */
async function renew({ services }: CommandContext, session: DrillSession): Promise<void> {
  const { id, resourceGroup } = session.drill();
  const expires = addSeconds(session.now(), LEASE_SECONDS);
  try {
    const groups = await services.resourceGroups();
    const group = await groups.get(resourceGroup);
    if (group === undefined || drillOfGroup(group) !== id) {
      return;
    }
    await groups.put({ ...group, tags: { ...group.tags, [EXPIRES_TAG]: expires } });
    await session.update({ expires });
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
  }
}
