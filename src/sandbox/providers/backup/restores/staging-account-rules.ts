// Whether a storage account can stage a restore. Documentation: How to restore Azure VM data in Azure portal,
// storage accounts.

import { z } from 'zod';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { findResource, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { STORAGE_ACCOUNT_TYPE } from '../../storage/storage-account.js';
import { invalidRestore, STAGING, type RestoreFailure } from './assumed-errors.js';
import type { RestoreRequest } from './body.js';
import type { CapturedMachine } from './state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';

/** What of a restore its staging account has to fit. */
export interface StagedRestore {
  readonly state: WorldState;
  readonly vault: { readonly resource: ArmResource };
  /** Where it is restored. */
  readonly location: string;
  readonly point: RecoveryPoint;
  readonly machine: CapturedMachine;
}

const KINDS = ['Storage', 'StorageV2'];
const REDUNDANCIES = ['LRS', 'GRS', 'RAGRS'];

const accountSchema = z.object({ kind: z.string(), sku: z.object({ name: z.string() }) });
const rulesSchema = z.object({
  networkAcls: z.object({ defaultAction: z.string(), bypass: z.string().optional() }),
});

/** What Azure says against the account of a restore; undefined when it will do. */
export function checkStagingAccount(
  restore: StagedRestore,
  { storageAccountId, targetResourceGroupId }: RestoreRequest,
): RestoreFailure | undefined {
  if (storageAccountId === undefined) {
    return invalidRestore('A storage account is required.');
  }
  const account = stagingAccount(restore.state, storageAccountId);
  if (account === undefined) {
    return STAGING.missing;
  }
  return (
    checkPlace(restore, account) ??
    checkType(restore, account, targetResourceGroupId !== undefined) ??
    (isClosed(account) ? STAGING.closed : undefined)
  );
}

/** The storage account with this id; a classic one, or another resource, is none. */
export function stagingAccount(state: WorldState, id: string): ArmResource | undefined {
  const account = findResource(state, id);
  return account?.type.toLowerCase() === STORAGE_ACCOUNT_TYPE.toLowerCase() ? account : undefined;
}

function checkPlace(
  { vault, location }: StagedRestore,
  account: ArmResource,
): RestoreFailure | undefined {
  if (subscriptionOf(account.id) !== subscriptionOf(vault.resource.id)) {
    return STAGING.otherSubscription;
  }
  return account.location?.toLowerCase() === location.toLowerCase()
    ? undefined
    : STAGING.otherRegion;
}

function subscriptionOf(id: string): string | undefined {
  return parseResourceId(id).subscriptionId?.toLowerCase();
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

function hasRules({ properties }: ArmResource): boolean {
  return rulesSchema.safeParse(properties).data?.networkAcls.defaultAction === 'Deny';
}

/** With rules, trusted services have to be let through. Documentation: the same page. */
function isClosed(account: ArmResource): boolean {
  const bypass = rulesSchema.safeParse(account.properties).data?.networkAcls.bypass ?? '';
  return hasRules(account) && !bypass.split(', ').includes('AzureServices');
}
