// Whether a storage account can stage a restore. Documentation: How to restore Azure VM data in Azure portal,
// storage accounts.

import { z } from 'zod';
import { findResource, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { STORAGE_ACCOUNT_TYPE } from '../../storage/storage-account.js';
import { isDataActionAllowed } from '../../authorization/evaluate.js';
import { isSameSubscription } from '../cross-subscription.js';
import { invalidRestore, STAGING, type RestoreFailure } from './assumed-errors.js';
import { stagingAccountIdOf, type RestoreRequest } from './body.js';
import type { CapturedMachine } from './state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';

/** What of a restore its staging account has to fit. */
export interface StagedRestore {
  readonly state: WorldState;
  readonly vault: { readonly resource: ArmResource };
  readonly item: { readonly vmId: string };
  /** Where it is restored. */
  readonly location: string;
  readonly point: RecoveryPoint;
  readonly machine: CapturedMachine;
  readonly nowMilliseconds: number;
}

const KINDS = ['Storage', 'StorageV2'];
/** ZRS since 2026 (Documentation: How to restore Azure VM data in Azure portal); that GZRS is not is an assumption. */
const REDUNDANCIES = ['LRS', 'ZRS', 'GRS', 'RAGRS'];

const accountSchema = z.object({ kind: z.string(), sku: z.object({ name: z.string() }) });
const rulesSchema = z.object({
  networkAcls: z.object({ defaultAction: z.string(), bypass: z.string().optional() }),
});

/** What Azure says against the account of a restore; undefined when it will do. */
export function checkStagingAccount(
  restore: StagedRestore,
  requested: RestoreRequest,
): RestoreFailure | undefined {
  const storageAccountId = stagingAccountIdOf(requested);
  if (storageAccountId === undefined) {
    return invalidRestore('A storage account is required.');
  }
  const account = stagingAccount(restore.state, storageAccountId);
  if (account === undefined) {
    return STAGING.missing;
  }
  return (
    checkPlace(restore, account) ??
    checkType(restore, account, requested.targetResourceGroupId !== undefined) ??
    (isClosed(account) ? STAGING.closed : undefined) ??
    checkIdentity(restore, account, requested)
  );
}

/** The storage account with this id; a classic one, or another resource, is none. */
export function stagingAccount(state: WorldState, id: string): ArmResource | undefined {
  const account = findResource(state, id);
  return account?.type.toLowerCase() === STORAGE_ACCOUNT_TYPE.toLowerCase() ? account : undefined;
}

function checkPlace(
  { item, location }: StagedRestore,
  account: ArmResource,
): RestoreFailure | undefined {
  // Of a machine in another subscription than its vault, az looks for it in the machine's (pull request 33703).
  if (!isSameSubscription(account.id, item.vmId)) {
    return STAGING.otherSubscription;
  }
  return account.location?.toLowerCase() === location.toLowerCase()
    ? undefined
    : STAGING.otherRegion;
}

function checkType(
  { machine }: StagedRestore,
  account: ArmResource,
  managed: boolean,
): RestoreFailure | undefined {
  const { kind, sku } = accountSchema.safeParse(account.extra).data ?? {
    kind: '',
    sku: { name: '' },
  };
  const [tier, redundancy = ''] = sku.name.split('_');
  if (account.properties['isHnsEnabled'] === true) {
    return STAGING.hierarchical;
  }
  if (!KINDS.includes(kind) || !REDUNDANCIES.includes(redundancy)) {
    return STAGING.unsupported;
  }
  if (tier !== 'Premium') {
    return undefined;
  }
  const premium = machine.disks.some(
    (disk) => disk.sku === undefined || disk.sku.tier === 'Premium',
  );
  if (!premium) {
    return STAGING.premiumForStandard;
  }
  return managed && hasRules(account) ? STAGING.premiumWithRules : undefined;
}

/**
 * Without an identity Azure Backup writes with the account's keys (MicrosoftDocs/azure-docs issue 121492). An
 * identity must be the vault's own (az), and not for disks as blobs (az). Which rights it needs at the account is
 * an assumption: to write blobs.
 */
function checkIdentity(
  { state, vault, point, nowMilliseconds }: StagedRestore,
  account: ArmResource,
  { identityInfo, identityBasedRestoreDetails }: RestoreRequest,
): RestoreFailure | undefined {
  const byIdentity = (identityBasedRestoreDetails ?? undefined) !== undefined;
  if (!byIdentity) {
    return account.properties['allowSharedKeyAccess'] === false ? STAGING.keysOff : undefined;
  }
  if (!point.managedDisks) {
    return STAGING.identityForBlobs;
  }
  const system = identityInfo?.isSystemAssignedIdentity === true;
  const principalId = system ? systemIdentityOf(vault.resource) : undefined;
  if (principalId === undefined) {
    return STAGING.identityMissing;
  }
  const right = {
    principalObjectId: principalId,
    dataAction: WRITE_BLOBS,
    scope: account.id,
    nowMilliseconds,
  };
  return isDataActionAllowed(state, right) ? undefined : STAGING.identityNotAllowed;
}

const WRITE_BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write';

const identitySchema = z.looseObject({ type: z.string(), principalId: z.string().optional() });

/** The principal of a vault's system-assigned identity; the sandbox knows no user-assigned ones. */
function systemIdentityOf({ extra }: ArmResource): string | undefined {
  const { type, principalId } = identitySchema.safeParse(extra?.['identity']).data ?? {};
  return type?.toLowerCase().includes('systemassigned') === true ? principalId : undefined;
}

function hasRules({ properties }: ArmResource): boolean {
  return rulesSchema.safeParse(properties).data?.networkAcls.defaultAction === 'Deny';
}

/** With rules, trusted services have to be let through. Documentation: the same page. */
function isClosed(account: ArmResource): boolean {
  const bypass = rulesSchema.safeParse(account.properties).data?.networkAcls.bypass ?? '';
  return hasRules(account) && !bypass.split(', ').includes('AzureServices');
}
