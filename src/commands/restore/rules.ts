// What Azure does not allow for machines encrypted with ADE, and what a restore must have: judged before
// anything is sent that would change something.

import { sameRegion } from '../../domain/region.js';
import type { RestoreSource } from '../../domain/recovery/restore-point.js';
import type { StorageAccount } from '../../domain/storage-account.js';
import { parseResourceId, sameName, type ResourceId } from '../../domain/resource-id.js';
import { commandLine } from '../../domain/command-line.js';
import { DOCS } from '../../preflight/documentation.js';
import type { RestoreGoalWord } from './options.js';

/** Why a restore is refused. */
export interface RestoreRefusal {
  /** One sentence without a full stop. */
  readonly summary: string;
  /** The rule, with the title of its page. */
  readonly rule: string;
  readonly docs: string;
  readonly fix: readonly string[];
}

/** Where the restored machine is asked to be. */
export interface TargetRequest {
  readonly vm: string;
  readonly zone?: string | undefined;
  readonly targetSubscription?: string | undefined;
  /** Name or id. */
  readonly targetResourceGroup?: string | undefined;
}

/** The machine and point that are restored. */
export interface RestoreSubject {
  readonly vmId: ResourceId;
  readonly encrypted: boolean;
  readonly zones: readonly string[];
}

const ENCRYPTED_RESTORE = 'Restore encrypted Azure virtual machines';
const SUPPORT_MATRIX = 'Support matrix for Azure VM backups';

/** A goal that cannot be had, told before anything is read: azbackup does these for no machine. */
export function forbiddenGoal(goal: RestoreGoalWord, vm: string): RestoreRefusal | undefined {
  switch (goal) {
    case 'disks':
    case 'vm':
      return undefined;
    case 'original-location':
      return {
        summary: `${vm} cannot be restored in place`,
        rule: `"${ENCRYPTED_RESTORE}": replacing the disks of an encrypted VM is not supported`,
        docs: DOCS.encryptedVmRestore,
        fix: [machineInstead(vm), disksInstead(vm)],
      };
    case 'alternate-location':
      return {
        summary: `Azure cannot create a new VM from ${vm} in one step`,
        rule: `"${ENCRYPTED_RESTORE}": restore the disks of an encrypted VM, then create the VM from them`,
        docs: DOCS.encryptedVmRestore,
        fix: [`azbackup does both steps: ${machineInstead(vm)}`],
      };
    case 'files':
      return {
        summary: `single files of ${vm} cannot be restored`,
        rule: `"${ENCRYPTED_RESTORE}": file and folder recovery is not supported for encrypted VMs`,
        docs: DOCS.encryptedVmRestore,
        fix: [`restore to a new VM and copy the files: ${machineInstead(vm)}`],
      };
  }
}

/** The first rule that a place breaks; undefined where none does. */
export function forbiddenPlace(
  requested: TargetRequest,
  subject: RestoreSubject,
): RestoreRefusal | undefined {
  return otherSubscription(requested, subject) ?? otherZone(requested, subject);
}

function disksInstead(vm: string): string {
  return commandLine('azbackup', 'restore', '--vm', vm, '--to', 'disks');
}

function machineInstead(vm: string): string {
  const place = ['--name', 'NEW', '--vnet', 'VNET', '--subnet', 'SUBNET'];
  return commandLine('azbackup', 'restore', '--vm', vm, '--to', 'vm', ...place);
}

function otherSubscription(
  requested: TargetRequest,
  { vmId, encrypted }: RestoreSubject,
): RestoreRefusal | undefined {
  const own = parseResourceId(vmId)?.subscriptionId ?? '';
  const group = groupOf(requested.targetResourceGroup ?? '')?.subscriptionId;
  const wanted = [requested.targetSubscription, group].find(
    (each) => each !== undefined && !sameName(each, own),
  );
  if (wanted === undefined) {
    return undefined;
  }
  return {
    summary: `${requested.vm} cannot be restored to subscription ${wanted}`,
    rule: encrypted
      ? `"${SUPPORT_MATRIX}": an encrypted VM can only be restored to its own subscription`
      : 'azbackup restores only to the subscription of the VM',
    docs: DOCS.vmSupportMatrix,
    fix: [disksInstead(requested.vm)],
  };
}

function otherZone(
  requested: TargetRequest,
  { encrypted, zones }: RestoreSubject,
): RestoreRefusal | undefined {
  const { zone } = requested;
  const was = zones.length === 0 ? 'and it was in no zone' : `which was ${zones.join(', ')}`;
  return zone === undefined || zones.includes(zone)
    ? undefined
    : {
        summary: `${requested.vm} cannot be restored to zone ${zone}`,
        rule: encrypted
          ? `"${SUPPORT_MATRIX}": an encrypted VM can only be restored to its own zone, ${was}`
          : `azbackup restores a VM only to its own zone, ${was}`,
        docs: DOCS.vmSupportMatrix,
        fix: [disksInstead(requested.vm)],
      };
}

const GROUP_ID = /^\/subscriptions\/(?<subscription>[^/]+)\/resourcegroups\/(?<name>[^/]+)\/?$/iu;

/** Subscription and name of a resource group's id; undefined for a mere name. */
export function groupOf(
  text: string,
): { readonly subscriptionId: string; readonly name: string } | undefined {
  const { subscription, name } = GROUP_ID.exec(text)?.groups ?? {};
  return subscription === undefined || name === undefined
    ? undefined
    : { subscriptionId: subscription, name };
}

/** Azure Backup writes with the account's keys unless it is told an identity (MicrosoftDocs/azure-docs issue 121492). */
export const KEYS_OFF =
  'it does not allow access by account key, so the restore needs a managed identity of the vault';

/** Why a storage account cannot be the place that a restore stages in; undefined where it can. */
export function stagingProblem(
  account: StorageAccount,
  { location, byIdentity }: { readonly location: string; readonly byIdentity: boolean },
): string | undefined {
  if (!sameRegion(account.location, location)) {
    return `it is in ${account.location}, not in ${location}`;
  }
  if (['blobstorage', 'filestorage', 'blockblobstorage'].includes(account.kind.toLowerCase())) {
    return `accounts of kind ${account.kind} do not support page blobs of VMs`;
  }
  if (account.hierarchicalNamespace) {
    return 'it has a hierarchical namespace (Data Lake Storage), so it does not support page blobs';
  }
  if (account.publicAccess === 'SecuredByPerimeter') {
    return 'it is secured by a network security perimeter, which does not let trusted Microsoft services pass';
  }
  if (account.defaultNetworkAction === 'Deny' && !account.letsTrustedServicesThrough) {
    return 'its firewall does not allow trusted Microsoft services';
  }
  if (!account.sharedKeyAccess && !byIdentity) {
    return KEYS_OFF;
  }
  return undefined;
}

/** True where a snapshot may no longer fit the key: it was rotated since, and the machine is single pass. */
export function prefersVaultTier(point: {
  readonly singlePass: boolean;
  readonly from: RestoreSource | undefined;
  readonly rotated: boolean;
}): boolean {
  return point.singlePass && point.rotated && point.from === 'snapshot';
}
