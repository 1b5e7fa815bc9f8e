// Brings the vaults of a recording's world to where they were when it began: machines that were protected
// already are protected, and have recovery points where the recording speaks of such.

import { z } from 'zod';
import { addProtection } from '../estates/build/protection.js';
import { resourceKey } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';
import { findBackupVault } from '../providers/backup/backup-vault.js';
import type { BackupVault } from '../providers/backup/state.js';
import type { ProtectedItem } from '../providers/backup/protected-items/state.js';
import type { Exchange, Recording } from './recording.js';
import { pathOf, type ShownResource } from './shown-resources.js';

const ITEM = /^(?<item>\/subscriptions\/.*\/protectedItems\/[^/]+)(?<rest>\/.*)?$/iu;

/** Of how many days items have a past. */
const PAST_DAYS = 3;

const itemSchema = z.looseObject({
  sourceResourceId: z.string().optional(),
  policyName: z.string().optional(),
  policyId: z.string().optional(),
  protectionState: z.string().optional(),
  lastBackupStatus: z.string().optional(),
  isScheduledForDeferredDelete: z.boolean().optional(),
});

/** Makes the items that were there. */
export function seedStartingItems(
  state: WorldState,
  recording: Recording,
  shown: ReadonlyMap<string, ShownResource>,
): void {
  for (const path of itemPaths(recording, shown)) {
    const own = shown.get(resourceKey(path));
    if (own !== undefined || wasThere(recording, path)) {
      seedItem(state, path, itemSchema.safeParse(own?.properties).data ?? {}, recording);
    }
  }
}

function itemPaths(recording: Recording, shown: ReadonlyMap<string, ShownResource>): string[] {
  const mentioned = recording.exchanges.map(({ request }) => itemOf(request));
  const listed = [...shown.values()].map(({ id }) => id).filter((id) => ITEM.test(id));
  const paths = [...mentioned, ...listed].filter((path) => path !== undefined);
  return [...new Map(paths.map((path) => [path.toLowerCase(), path])).values()];
}

function itemOf(request: Exchange['request']): string | undefined {
  return ITEM.exec(pathOf(request))?.groups?.['item'];
}

/** The recording begins with something that needs it: stops it, backs it up, reads its points. */
function wasThere(recording: Recording, path: string): boolean {
  const first = requestsBelow(recording, path)[0];
  if (first === undefined || first.response.status >= 400) {
    return false;
  }
  return (
    first.request.method !== 'PUT' ||
    /ProtectionStopped|"isRehydrate":true/u.test(JSON.stringify(first.request.body ?? null)) ||
    hasOldPoints(recording, path)
  );
}

/** Backups are told of that the recording has not begun. */
function hasOldPoints(recording: Recording, path: string): boolean {
  const own = requestsBelow(recording, path);
  const asked = own.findIndex(({ request }) => /\/recoveryPoints/iu.test(pathOf(request)));
  const backedUp = own.findIndex(({ request }) => /\/backup$/iu.test(pathOf(request)));
  const isReported = recording.exchanges.some(({ response }) => {
    const text = JSON.stringify(response.body ?? null).toLowerCase();
    return text.includes(path.toLowerCase()) && text.includes('"lastbackupstatus":"completed"');
  });
  return backedUp === -1 ? isReported || asked !== -1 : asked !== -1 && asked < backedUp;
}

function requestsBelow({ exchanges }: Recording, path: string): Exchange[] {
  return exchanges.filter(({ request }) =>
    pathOf(request).toLowerCase().startsWith(path.toLowerCase()),
  );
}

type ShownItem = z.infer<typeof itemSchema>;

function seedItem(state: WorldState, path: string, shown: ShownItem, recording: Recording): void {
  const [vaultId = ''] = path.split(/\/backupFabrics\//iu);
  const vault = findBackupVault(state, vaultId);
  if (vault === undefined) {
    return;
  }
  try {
    addProtection(state, {
      vaultId,
      vmId: shown.sourceResourceId ?? machineOf(path),
      policyName: policyOf(shown, vault),
      firstDay: PAST_DAYS,
      ...(shown.lastBackupStatus === 'Failed' ? { lastGoodDay: 1 } : {}),
      ...(isDeleted(shown, recording, path) ? { deletedDay: 1 } : {}),
    });
  } catch (error) {
    if (error instanceof Error) {
      // Its machine or keys are not in the world; the comparison shows what that hinders.
      return;
    }
    throw error;
  }
  const item = vault.items[path.split('/').at(-1)?.toLowerCase() ?? ''];
  if (item !== undefined) {
    adjustItem(item, shown, hasOldPoints(recording, path));
    nameRecoveryPoints(item, recording);
  }
}

function policyOf({ policyName, policyId }: ShownItem, { policies }: BackupVault): string {
  const name = policyName ?? policyId?.split('/').at(-1) ?? '';
  return policies[name.toLowerCase()] === undefined ? 'DefaultPolicy' : name;
}

/** Makes an item with a past what was shown of it: without a backup yet, or stopped. */
function adjustItem(item: ProtectedItem, shown: ShownItem, hasPoints: boolean): void {
  if (!hasPoints && !['Completed', 'Failed'].includes(shown.lastBackupStatus ?? '')) {
    item.protectionState = 'IRPending';
    item.lastBackupStatus = '';
    item.recoveryPoints = [];
    delete item.lastBackupMilliseconds;
  }
  if (shown.protectionState === 'ProtectionStopped' && item.deletion === undefined) {
    item.protectionState = 'ProtectionStopped';
    item.policyName = '';
  }
}

/** It is shown so, or the first that happens is that it is brought back. */
function isDeleted(
  { isScheduledForDeferredDelete }: ShownItem,
  recording: Recording,
  path: string,
): boolean {
  const [first] = requestsBelow(recording, path);
  return (
    isScheduledForDeferredDelete === true ||
    (first !== undefined &&
      JSON.stringify(first.request.body ?? null).includes('"isRehydrate":true'))
  );
}

/** Points are asked for by their names: the newest that the recording names is the newest there is. */
function nameRecoveryPoints(item: ProtectedItem, { exchanges }: Recording): void {
  const named = exchanges.flatMap(({ request }) => {
    const point = /\/protectedItems\/(?<item>[^/]+)\/recoveryPoints\/(?<name>\d+)/iu.exec(
      pathOf(request),
    );
    const isOwn = point?.groups?.['item']?.toLowerCase() === item.name.toLowerCase();
    return isOwn ? (point?.groups?.['name'] ?? []) : [];
  });
  const points = item.recoveryPoints.toReversed();
  for (const [index, name] of [...new Set(named)].entries()) {
    const point = points[index];
    if (point !== undefined) {
      point.name = name;
    }
  }
}

/** The id of a machine by the name of its item: group and machine, in the subscription of the vault. */
function machineOf(path: string): string {
  const [subscription = ''] = /^\/subscriptions\/[^/]+/iu.exec(path) ?? [];
  const [group = '', machine = ''] = path.split(';').slice(-2);
  return `${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${machine}`;
}
