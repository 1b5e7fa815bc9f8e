// `azbackup drill clean`: takes away what drills have left. What is a drill's is known by its record, or by the name and the
// tags of its resource group together.

import {
  dayOfDrill,
  drillOfGroup,
  drillOfKeyVault,
  EXPIRES_TAG,
  isExpired,
  subjectOf,
  type Tagged,
} from '../../../domain/drill/drill-place.js';
import { groupIdOf, nameOf, sameId } from '../../../domain/resource-id.js';
import { instantOf, type Instant } from '../../../domain/time/instant.js';
import { AzbackupError, bugError } from '../../../errors/azbackup-error.js';
import { chooseSubscription } from '../../../facts/choose-subscription.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import type { DeletedKeyVault } from '../../../services/drill-services.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { rule, type OptionRule } from '../../options/option.js';
import { DECLINED_EXIT, exitOfItems } from '../../results/outcome.js';
import { countOutcomes, itemError } from '../../results/machines.js';
import { nothingDone, type Drill, type DrillResource } from '../evidence.js';
import { interruptedDrill } from '../interrupted.js';
import { drillRecords, warnOfUnread } from '../records.js';
import { startSession } from '../session.js';
import { cleanDrill } from './clean-drill.js';
import type { DrillCleanOptions } from './command.js';
import type { DrillCleanDocument, DrillCleanItem } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<DrillCleanOptions>[] = [
  rule(
    ({ drill, expired }) => drill.length > 0 !== expired,
    'specify drills by id, or --expired for all whose time is over',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: DrillCleanOptions,
): Promise<CommandResult<DrillCleanDocument>> {
  const started = context.clock.now();
  const drills = await untilAborted(context.signal, wanted(context, options));
  if (options.dryRun || drills.length === 0) {
    return finished(
      context,
      options,
      drills.map((drill) => itemOf(drill, 'planned')),
    );
  }
  const names = drills.map(({ resourceGroup }) => nameOf(resourceGroup)).join(', ');
  const agreed = await context.confirmPlan(
    drills.length === 1
      ? `Delete what drill ${drills[0]?.id ?? ''} has left?`
      : `Delete what ${drills.length} drills have left?`,
    `deleted with all that is in it: ${names}`,
  );
  if (!agreed) {
    return finished(
      context,
      options,
      drills.map((drill) => itemOf(drill, 'declined')),
    );
  }
  return finished(context, options, await allCleaned(context, drills, started));
}

/**
 * Restores of a VM may share a container, and there the files of the one keep those of the other from being deleted: what
 * such a drill has left is tried again once the others are gone.
 */
async function allCleaned(
  context: CommandContext,
  drills: readonly Drill[],
  started: number,
): Promise<readonly DrillCleanItem[]> {
  const first: Cleaned[] = [];
  for (const drill of drills) {
    first.push(await cleaned(context, drill, started));
  }
  const items: DrillCleanItem[] = [];
  for (const [at, { drill, item }] of first.entries()) {
    const others = first.slice(at + 1).filter((other) => sameId(other.drill.vm.id, drill.vm.id));
    const isWorthIt =
      item.outcome === 'leftovers' && others.some((other) => other.item.outcome === 'clean');
    items.push(isWorthIt ? (await cleaned(context, drill, started)).item : item);
  }
  return items;
}

interface Cleaned {
  readonly drill: Drill;
  readonly item: DrillCleanItem;
}

const STOPPED = {
  reasons: ['it was stopped before it ended'],
  error: itemError(interruptedDrill('the drill was stopped before it ended')),
} satisfies Partial<Drill>;

async function cleaned(context: CommandContext, drill: Drill, started: number): Promise<Cleaned> {
  try {
    const session = await startSession(
      {
        clock: context.clock,
        records: drillRecords(context.drillFiles),
        warn: (message) => context.warn(message),
      },
      { ...drill, cleanup: 'pending' },
    );
    const { cleanup, reasons, next } = await cleanDrill(context, session, started);
    const outcome = drill.outcome === 'running' ? 'inconclusive' : drill.outcome;
    await session.update({
      cleanup,
      cleanupReasons: [...reasons],
      ended: session.now(),
      next: [...next],
      outcome,
      ...(drill.outcome === 'running' ? STOPPED : {}),
    });
    const item = { ...itemOf(session.drill(), cleanup), reasons: [...reasons], next: [...next] };
    return { drill: session.drill(), item };
  } catch (error) {
    // A bug in the clean-up of one drill is no reason to leave those of the others.
    const failure = error instanceof AzbackupError ? error : bugError(error);
    const item = itemOf(drill, 'failed');
    return { drill, item: { ...item, reasons: [failure.message], error: itemError(failure) } };
  }
}

/** @throws AzbackupError `AZB_DRILL_NOT_FOUND` (3) */
async function wanted(
  context: CommandContext,
  { drill: ids, expired, subscription }: DrillCleanOptions,
): Promise<readonly Drill[]> {
  const records = drillRecords(context.drillFiles);
  const now = instantOf(context.clock.now());
  if (expired) {
    const chosen = await chooseSubscription(context, subscription);
    const [{ drills: known, unreadable }, tagged] = await Promise.all([
      records.readAll(),
      drillsIn(context, chosen),
    ]);
    warnOfUnread(context, unreadable);
    const open = known.filter((drill) => isOpen(drill));
    const recorded = open.filter((drill) => isOver(drill, now));
    const others = tagged.filter(
      (each) => isOver(each, now) && !recorded.some(({ id }) => id === each.id),
    );
    const waiting = new Map(
      [...tagged, ...open].filter((each) => !isOver(each, now)).map((each) => [each.id, each]),
    );
    for (const { id, vm, expires } of waiting.values()) {
      const until = expires === '' ? 'its time is not known' : `its time is over at ${expires}`;
      context.warn(
        `drill ${id}${vm.name === '' ? '' : ` of ${vm.name}`} is left: ${until}; azbackup drill clean ${id} deletes it now`,
      );
    }
    return [...recorded, ...others.map((each) => known.find(({ id }) => id === each.id) ?? each)];
  }
  const found = await Promise.all(
    [...new Set(ids)].map(async (id) => ({ id, record: await records.find(id) })),
  );
  const missing = found.filter(({ record }) => record.status !== 'read');
  const tagged =
    missing.length === 0
      ? []
      : await drillsIn(context, await chooseSubscription(context, subscription));
  return found.map(({ id, record }) => {
    const one = record.status === 'read' ? record.drill : tagged.find((each) => each.id === id);
    if (one === undefined) {
      throw new AzbackupError({
        code: 'AZB_DRILL_NOT_FOUND',
        kind: 'not-found',
        message: `no drill ${id} is recorded, and no resource group has its tag`,
        target: id,
        ...(record.status === 'unread' ? { causes: [record.why] } : {}),
        fix: ['azbackup drill list'],
      });
    }
    return one;
  });
}

function isOpen({ cleanup }: Drill): boolean {
  return cleanup === 'pending' || cleanup === 'leftovers' || cleanup === 'kept';
}

function isOver({ expires }: Drill, now: Instant): boolean {
  return isExpired({ tags: { [EXPIRES_TAG]: expires } }, now);
}

/** Drills of a subscription by their tags: of resource groups, and of key vaults that were deleted and not purged. */
async function drillsIn(
  context: CommandContext,
  subscriptionId: string,
): Promise<readonly Drill[]> {
  const { services, clock } = context;
  const now = instantOf(clock.now());
  const [groups, vaults] = await Promise.all([
    (await services.resourceGroups()).list(subscriptionId),
    deletedVaultsOr(context, subscriptionId),
  ]);
  const ofGroups = groups.flatMap((group) => {
    const id = drillOfGroup(group);
    return id === undefined ? [] : [orphan(id, group, { groupId: group.id, now })];
  });
  const ofVaults = vaults.flatMap((vault) => {
    const id = drillOfKeyVault(vault);
    const isNew = !ofGroups.some((drill) => drill.id === id);
    if (id === undefined || !isNew || vault.purgeProtection) {
      return [];
    }
    const drill = orphan(id, vault, { groupId: groupIdOf(vault.vaultId), now });
    return [{ ...drill, resources: [keyVaultLeft(vault.vaultId, now)] }];
  });
  return [...ofGroups, ...ofVaults];
}

/** Most drills have no key vault: who may not list deleted ones can clean up after these all the same. */
async function deletedVaultsOr(
  context: CommandContext,
  subscriptionId: string,
): Promise<readonly DeletedKeyVault[]> {
  try {
    return await (await context.services.keyVaults()).deletedVaults(subscriptionId);
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
    context.leftOut(`key vaults of drills that are in soft delete are left out: ${error.message}`);
    return [];
  }
}

function keyVaultLeft(id: string, time: Instant): DrillResource {
  return { kind: 'key-vault', id, state: 'made', made: time, time, reason: null, goneBy: null };
}

/** What is known of a drill that nobody recorded here. */
function orphan(
  id: string,
  tagged: Tagged & { readonly location: string },
  { groupId, now }: { readonly groupId: string; readonly now: Instant },
): Drill {
  const { vmId = '', vaultId = '' } = subjectOf(tagged);
  const { location, tags } = tagged;
  return {
    id,
    vm: { id: vmId, name: nameOf(vmId) },
    vault: { id: vaultId, name: nameOf(vaultId) },
    outcome: 'inconclusive',
    reasons: ['it was run elsewhere'],
    cleanup: 'pending',
    cleanupReasons: [],
    recoveryPoint: null,
    resourceGroup: groupId,
    location,
    expires: tags[EXPIRES_TAG] ?? '',
    ...nothingDone(),
    started: dayOfDrill(id) ?? now,
    ended: null,
    error: null,
    next: [],
  };
}

function itemOf(drill: Drill, outcome: DrillCleanItem['outcome']): DrillCleanItem {
  const { id, vm, resourceGroup, expires, resources } = drill;
  return {
    id,
    outcome,
    reasons: [],
    resourceGroup,
    vm: vm.name === '' ? null : vm.name,
    expires: expires === '' ? null : expires,
    resources: [...resources],
    error: null,
    next: [],
  };
}

function finished(
  context: CommandContext,
  { dryRun }: DrillCleanOptions,
  items: readonly DrillCleanItem[],
): CommandResult<DrillCleanDocument> {
  for (const item of items) {
    context.itemFinished(item);
  }
  const document: DrillCleanDocument = {
    kind: 'drill-clean',
    schemaVersion: 1,
    dryRun,
    items: [...items],
    summary: { total: items.length, outcomes: countOutcomes(items) },
  };
  const isBug = items.some(({ error }) => error?.code === 'AZB_BUG');
  const exit = exitOfItems(
    items.map(({ outcome }) =>
      outcome === 'clean' || outcome === 'planned'
        ? 'done'
        : outcome === 'declined'
          ? DECLINED_EXIT
          : 'partial',
    ),
  );
  return { document, exit: isBug ? 'bug' : context.signal.aborted ? 'interrupted' : exit };
}
