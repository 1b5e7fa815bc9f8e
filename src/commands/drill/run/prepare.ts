// What a drill of one VM will do, decided before anything is made: the point, whether its keys are there, and what it takes.

import {
  drillId,
  drillPlace,
  drillTags,
  type DrillPlace,
} from '../../../domain/drill/drill-place.js';
import { adeRunsAgain, lacksApplication } from '../../../domain/drill/ade-again.js';
import { pairOf } from '../../../domain/keys/key-pair.js';
import { statusOf } from '../../../domain/keys/key-status.js';
import { valueOf } from '../../../domain/fact.js';
import { parseResourceId, sameName } from '../../../domain/resource-id.js';
import { addSeconds, instantOf, type Instant } from '../../../domain/time/instant.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import { gatherObjectFacts } from '../../keys/status-facts.js';
import type { Usage } from '../../../services/drill-services.js';
import type { CommandContext } from '../../context.js';
import { refuseUnrestorable } from './look-ahead.js';
import type { DrillRestoreOptions } from './restore-vm.js';
import { drillPoint, type DrillPoint, type PointQuestion } from './point.js';

/** A drill that may begin. */
export interface PreparedDrill {
  readonly id: string;
  readonly target: ItemTarget;
  readonly chosen: DrillPoint;
  readonly place: DrillPlace;
  readonly location: string;
  /** Absent where it is gone, or cannot be read. */
  readonly source: VirtualMachine | undefined;
  readonly size: string | undefined;
  /** True where ADE runs again in the restored VM, or may. */
  readonly adeRuns: boolean;
  /** How key and secret stand where the disks look for them. */
  readonly keys: OriginalKeys;
  /**
   * True where key or secret are not where the disks look for them, nobody can say, or ADE will write secrets: it is not
   * to write them beside those of the original VM.
   */
  readonly ownKeyVault: boolean;
  /** The Entra application that ADE runs as, by object id. */
  readonly adePrincipalId?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly expires: Instant;
}

/** Of a point without ADE there is nothing to miss. */
export type OriginalKeys = 'in-place' | 'lost' | 'unknown';

/** What of the command line decides. */
export interface DrillQuestion extends PointQuestion {
  /** What of it the restore takes over. */
  readonly restore: DrillRestoreOptions;
  /** A new guid by the number of the try: a name may be taken. */
  readonly guid: (attempt: number) => string;
  /** Whether the encryption of the disks is checked. */
  readonly looksAtDisks: boolean;
  /** How long what is made may stay, in seconds. */
  readonly maxSeconds: number;
}

/** @throws AzbackupError of the choice of the point and of the restore, and `AZB_QUOTA_EXCEEDED` (5) */
export async function prepareDrill(
  context: CommandContext,
  reader: FactReader,
  target: ItemTarget,
  question: DrillQuestion,
): Promise<PreparedDrill> {
  const { item, vault } = target;
  const { sourceResourceId: vmId, friendlyName: vm } = item;
  const now = instantOf(context.clock.now());
  const { subscriptionId = '' } = parseResourceId(vmId) ?? {};
  const [chosen, found] = await Promise.all([
    drillPoint(context, target, question),
    reader.machine(vmId),
  ]);
  refuseUnmanaged(chosen, vm);
  const size = question.restore.size ?? chosen.point.vmSize ?? undefined;
  const place = { subscriptionId, location: vault.location };
  const source = valueOf(found);
  const hasApplication = question.restore.adeClientId !== undefined;
  if (question.looksAtDisks && lacksApplication(chosen.point, source, hasApplication)) {
    context.warn(
      `${vm} was encrypted with an Entra application; without --ade-client-id nobody can see whether its data disks open, and the drill will be inconclusive`,
    );
  }
  const adeRuns = adeRunsAgain(chosen.point, source, hasApplication);
  const [keys, free, application] = await Promise.all([
    originalKeys(reader, chosen, subscriptionId),
    freePlace(context, (attempt) => drillId(now, question.guid(attempt)), { subscriptionId, vm }),
    applicationOf(reader, question.restore.adeClientId),
  ]);
  const expires = addSeconds(now, question.maxSeconds);
  const prepared: PreparedDrill = {
    id: free.id,
    target,
    chosen,
    place: free.place,
    location: vault.location,
    source,
    size,
    adeRuns,
    keys,
    ownKeyVault: keys !== 'in-place' || adeRuns,
    ...(application === undefined ? {} : { adePrincipalId: application }),
    tags: drillTags(free.id, expires, { vmId, vaultId: vault.id }),
    expires,
  };
  await Promise.all([
    refuseUnrestorable(context, prepared, question.restore),
    requireQuota(context, reader, { ...place, size, vm }),
  ]);
  return prepared;
}

/** Their disks come back as blobs of the staging account, among those of others: no place of their own. */
function refuseUnmanaged({ point }: DrillPoint, vm: string): void {
  if (point.managedDisks === false) {
    throw new AzbackupError({
      code: 'AZB_DRILL_UNMANAGED',
      kind: 'blocked',
      message: `${vm} has unmanaged disks, which a drill cannot restore apart from others`,
      target: vm,
      causes: ['Azure restores unmanaged disks as blobs of the staging account'],
      fix: [`azbackup restore --vm ${vm} --dry-run`],
    });
  }
}

const MAX_ATTEMPTS = 5;

/** The first place whose name nothing has. */
async function freePlace(
  { services }: CommandContext,
  idOf: (attempt: number) => string,
  { subscriptionId, vm }: { readonly subscriptionId: string; readonly vm: string },
): Promise<{ readonly id: string; readonly place: DrillPlace }> {
  const groups = await services.resourceGroups();
  for (let attempt = 1; ; attempt += 1) {
    const id = idOf(attempt);
    const place = drillPlace(id, subscriptionId, vm);
    if (attempt === MAX_ATTEMPTS || (await groups.get(place.groupId)) === undefined) {
      return { id, place };
    }
  }
}

/** The application that ADE runs as; undefined where it cannot be found, and then ADE will say so. */
async function applicationOf(
  reader: FactReader,
  clientId: string | undefined,
): Promise<string | undefined> {
  return clientId === undefined ? undefined : valueOf(await reader.principal(clientId))?.objectId;
}

async function originalKeys(
  reader: FactReader,
  { point }: DrillPoint,
  subscriptionId: string,
): Promise<OriginalKeys> {
  if (!point.encrypted) {
    return 'in-place';
  }
  const pair = pairOf(point);
  if (pair === undefined) {
    return 'unknown';
  }
  const objects = [pair.secret, ...(pair.key === undefined ? [] : [pair.key])];
  const facts = await Promise.all(
    objects.map((object) => gatherObjectFacts(reader, object, subscriptionId)),
  );
  const states = new Set(facts.map((each) => statusOf(each).state));
  states.delete('in-place');
  return states.size === 0 ? 'in-place' : states.has('unknown') ? 'unknown' : 'lost';
}

/** All cores of a region count against this quota, besides that of their family. */
const ALL_CORES = 'cores';

/** What cannot be found out here Azure decides when the VM is made. */
async function requireQuota(
  context: CommandContext,
  reader: FactReader,
  place: {
    readonly subscriptionId: string;
    readonly location: string;
    readonly size: string | undefined;
    readonly vm: string;
  },
): Promise<void> {
  const { subscriptionId, location, size, vm } = place;
  const sizes = valueOf(await reader.sizes(subscriptionId, location)) ?? [];
  const { cores, family = '' } = sizes.find(({ name }) => sameName(name, size ?? '')) ?? {};
  if (cores === undefined) {
    return;
  }
  const usages = await usagesOf(context, subscriptionId, location);
  const short = usages.find(
    ({ name, current, limit }) =>
      (name === ALL_CORES || sameName(name, family)) && current + cores > limit,
  );
  if (short !== undefined) {
    throw new AzbackupError({
      code: 'AZB_QUOTA_EXCEEDED',
      kind: 'blocked',
      message: `the quota ${short.name} of ${location} is too small for a restored ${vm}`,
      target: location,
      causes: [
        `${short.current} of ${short.limit} are used, and ${size ?? 'its size'} needs ${cores}`,
      ],
      fix: [`az vm list-usage --location ${location} -o table`],
    });
  }
}

async function usagesOf(
  context: Pick<CommandContext, 'services' | 'warn'>,
  subscriptionId: string,
  location: string,
): Promise<readonly Usage[]> {
  try {
    return await (await context.services.virtualMachines()).usages(subscriptionId, location);
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
    context.warn(`the quotas of ${location} could not be read: ${error.message}`);
    return [];
  }
}
