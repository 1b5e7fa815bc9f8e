// The restore of a drill: the very command that a person would run, into the drill's own place.

import { adeVolumeTypeOf } from '../../../domain/encryption/ade-extension.js';
import type { DrillFindings } from '../../../domain/drill/verdict.js';
import { nameOf } from '../../../domain/resource-id.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ExitKind } from '../../../errors/exit-code.js';
import { repeatUntil } from '../../../steps/waiting/repeat-until.js';
import type { CommandContext } from '../../context.js';
import type { RestoreOptions } from '../../restore/options.js';
import type { RestoreItem, VerificationDocument } from '../../restore/result.js';
import { run as runRestore } from '../../restore/run.js';
import { verifyMachine } from '../../restore/steps/verify.js';
import { failureOf, type ItemFailure } from '../../results/outcome.js';
import type { PreparedDrill } from './prepare.js';

/** What of the command line the restore takes over. */
export type DrillRestoreOptions = Pick<
  RestoreOptions,
  | 'stagingAccount'
  | 'stagingIdentity'
  | 'resourceGuardRequest'
  | 'adeClientId'
  | 'adeVolumeType'
  | 'adePass'
  | 'size'
>;

/** How the restore ended. */
export interface RestoredVm {
  readonly restore: DrillFindings['restore'];
  readonly item: RestoreItem | undefined;
  readonly failure: ItemFailure['error'] | undefined;
}

/** Restores. Whatever goes wrong is an ending, not a throw. */
export async function restoreVm(
  context: CommandContext,
  prepared: PreparedDrill,
  options: DrillRestoreOptions,
): Promise<RestoredVm> {
  try {
    const { document } = await runRestore(unasked(context), restoreOptions(prepared, options));
    const [item] = document.items;
    return { ...endingOf(item, prepared), item };
  } catch (error) {
    if (context.signal.aborted) {
      return {
        restore: { status: 'inconclusive', reason: 'the restore was interrupted' },
        item: undefined,
        failure: undefined,
      };
    }
    const { error: failure, exit } = failureOf(error);
    return { restore: judged(failure, exit, prepared), item: undefined, failure };
  }
}

/** Its plan was shown and agreed to with that of the drill. */
function unasked(context: CommandContext): CommandContext {
  return {
    ...context,
    showPlan: () => Promise.resolve(),
    confirmPlan: () => Promise.resolve(true),
    itemFinished: () => undefined,
  };
}

/** Nothing of the original VM that could act in its name comes along: neither identities nor network. */
export function restoreOptions(
  { target, chosen, place, ownKeyVault, tags }: PreparedDrill,
  options: DrillRestoreOptions,
): RestoreOptions {
  return {
    ...options,
    vm: target.item.sourceResourceId,
    vault: target.vault.id,
    subscription: target.vault.subscriptionId,
    recoveryPoint: chosen.point.name,
    to: 'vm',
    name: place.machineName,
    vnet: place.networkId,
    subnet: place.subnetName,
    targetResourceGroup: nameOf(place.groupId),
    // Where they are in place there is nothing to restore, and the original key vault is nobody's to write into.
    ...(ownKeyVault ? { keys: 'always', keyVault: place.keyVaultId } : { keys: 'never' }),
    sparesOriginals: true,
    like: 'none',
    tags: Object.entries(tags).map(([name, value]) => `${name}=${value}`),
    secondaryRegion: false,
    keepStaging: false,
    again: true,
    // Nothing leaves the network of the drill, and what is in the point is what it is to show.
    acceptThreat: true,
    ignore: [],
    wait: true,
    detailedExitcode: false,
    dryRun: false,
  };
}

const RESTORED: ReadonlySet<string> = new Set<RestoreItem['outcome']>([
  'restored',
  'unchanged',
  'incomplete',
]);

function endingOf(
  item: RestoreItem | undefined,
  prepared: PreparedDrill,
): Pick<RestoredVm, 'restore' | 'failure'> {
  const failure = item?.error ?? undefined;
  if (item !== undefined && RESTORED.has(item.outcome)) {
    return { restore: { status: 'restored' }, failure };
  }
  if (item?.outcome === 'failed' && failure !== undefined) {
    return { restore: judged(failure, 'azure-failed', prepared), failure };
  }
  const reason = `the restore ended as ${item?.outcome ?? 'nothing'}`;
  return { restore: { status: 'inconclusive', reason }, failure };
}

/** What speaks of how and where the drill was run, and not of the backup. */
const OF_THE_DRILL: ReadonlySet<string> = new Set([
  'AZB_STAGING_ACCOUNT_UNFIT',
  'AZB_STORAGE_ACCOUNT_NEEDED',
  'AZB_STAGING_IDENTITY_UNFIT',
  'AZB_RESOURCE_GUARD',
  'AZB_SIZE_NOT_FOUND',
  'AZB_SIZE_RESTRICTED',
  'AZB_ADE_CLIENT_NEEDED',
  'AZB_ADE_PASS_NEEDED',
  'AZB_ADE_VOLUME_TYPE_NEEDED',
  'AZB_NAME_TAKEN',
  'AZB_DISK_ACCESS_NEEDED',
  'AZB_QUOTA_EXCEEDED',
  'AZB_SCOPE_LOCKED',
  'AZB_UNEXPECTED_RESPONSE',
]);

/**
 * Quotas: "Restore encrypted Azure virtual machines" and Azure's own codes of compute; and the ten restores of a VM in a day
 * of the support matrix, whose code is not known for certain.
 */
const QUOTA_CODES =
  /quota|^OperationNotAllowed$|^SkuNotAvailable$|AllocationFailed|MaxRestores?Reached/iu;

const SPEAKS_OF_BACKUP: ReadonlySet<ExitKind> = new Set(['blocked', 'azure-failed', 'partial']);

/** That there is no copy of them matters to who restores into the original key vault only where they are not in it. */
const NO_COPY = 'AZB_KEY_COPY_MISSING';

const ORIGINALS = {
  'in-place': ', but they are in place in their own key vault, which a drill leaves alone',
  unknown: ', but they may be in place in their own key vault, which a drill leaves alone',
  lost: undefined,
} as const satisfies Record<PreparedDrill['keys'], string | undefined>;

/** Failed is what shows that the backup cannot be restored; all else leaves that open. */
function judged(
  { code, azureCode, message, causes }: ItemFailure['error'],
  exit: ExitKind,
  { keys }: Pick<PreparedDrill, 'keys'>,
): DrillFindings['restore'] {
  const originals = code === NO_COPY ? ORIGINALS[keys] : undefined;
  const ofDrill =
    OF_THE_DRILL.has(code) || QUOTA_CODES.test(azureCode ?? '') || originals !== undefined;
  const [cause] = causes;
  const reason = `restore: ${message}${cause === undefined ? '' : `: ${cause}`}${originals ?? ''}`;
  return { status: SPEAKS_OF_BACKUP.has(exit) && !ofDrill ? 'failed' : 'inconclusive', reason };
}

const LOOK_INTERVAL_SECONDS = 60;

/** True where something was seen, and all of it is as it should be. */
export function isVerified(seen: readonly VerificationDocument[]): boolean {
  return seen.length > 0 && seen.every(({ status }) => status === 'verified');
}

/** What no other look changes: a volume whose key is not there. */
function isSettled({ what, status }: VerificationDocument): boolean {
  return what === 'disk-encryption' && status === 'failed';
}

/** Looks at the restored VM until all is as it should be, or the window ends. */
export async function watchedVm(
  context: CommandContext,
  { chosen, source }: PreparedDrill,
  {
    machineId,
    verified,
    matters,
    volumes,
    deadlineMilliseconds,
  }: {
    readonly machineId: string;
    /** What is waited for. */
    readonly matters: (seen: VerificationDocument) => boolean;
    /** As the restore saw it. */
    readonly verified: readonly VerificationDocument[];
    readonly volumes: RestoreOptions['adeVolumeType'];
    readonly deadlineMilliseconds: number;
  },
): Promise<readonly VerificationDocument[]> {
  if (isVerified(verified.filter((each) => matters(each)))) {
    return verified;
  }
  const settled = verified.filter((each) => isSettled(each));
  const look = async (): Promise<readonly VerificationDocument[]> => {
    const seen = await verifyMachine(context, {
      machineId,
      encrypted: chosen.point.encrypted,
      volumes: (source === undefined ? undefined : adeVolumeTypeOf(source)) ?? volumes,
      adeExtension: verified.some(({ what }) => what === 'ade-extension'),
      deadlineMilliseconds,
    });
    return seen.map((each) => settled.find(({ what }) => what === each.what) ?? each);
  };
  try {
    return await repeatUntil(context, look, {
      every: LOOK_INTERVAL_SECONDS,
      deadlineMilliseconds,
      settles: (seen) =>
        seen
          .filter((each) => matters(each))
          .every((each) => each.status === 'verified' || isSettled(each)) ||
        seen.some(({ what, status }) => what === 'provisioning' && status === 'failed'),
    });
  } catch (error) {
    if (error instanceof AzbackupError) {
      return verified;
    }
    throw error;
  }
}
