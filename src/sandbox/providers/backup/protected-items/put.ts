// The PUT of a protected item: what is refused at once, and what is accepted and carried out later.

import type { z } from 'zod';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { countEntries, countWith } from '../../../kernel/entry-index.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { resourceKey } from '../../../kernel/resource.js';
import { findVirtualMachine } from '../../compute/virtual-machines/state.js';
import { acceptChange } from '../operations/accept-change.js';
import {
  ITEM_SOFT_DELETED,
  MACHINE_NOT_OFFERED,
  NAME_TAKEN,
  NOT_PROTECTED,
  POLICY_FULL,
  VAULT_FULL,
} from '../assumed-errors.js';
import { refuseForeignMachine } from '../cross-subscription.js';
import { accepted, backupError, type BackupFailure } from '../response.js';
import { findItem, machineNames } from '../backup-vault.js';
import {
  CONFLICTING_OPERATION,
  DENIED_BY_IMMUTABILITY,
  INVALID_CONFIGURE_PROTECTION,
  INVALID_INPUT,
  ITEM_NOT_FOUND,
} from '../errors.js';
import { itemsByPolicy, ofPolicy } from './indexes.js';
import { readIntent, type itemBodySchema, type ItemIntent } from './body.js';
import { itemAsyncPaths } from '../operations/routes.js';
import { passGuard } from '../resource-guard/guarded-operations.js';
import { refuseReduction } from '../policies/retention-reduction.js';
import { runningOperation } from '../jobs/running-backup.js';
import type { RequestedChange } from '../operations/state.js';
import type { ProtectedItem } from './state.js';
import {
  CHANGE_MILLISECONDS,
  ENABLE_MILLISECONDS,
  STOP_MILLISECONDS,
  UNDELETE_MILLISECONDS,
} from '../timings.js';
import { vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

type PutRequest = OperationRequest<z.infer<typeof itemBodySchema>>;

/** Documentation: Support matrix for Azure VM backup; az refuses a policy with 1,000 items. */
const MACHINES_PER_POLICY = 1000;
const MACHINES_PER_VAULT = 1000;

/** Accepts a change of protection, or throws the Refusal that Azure answers at once. */
export function putItem(request: PutRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const vmId = machineOfRequest(request, vault);
  const item = findItem(vault.backup, machineNames(vmId).item);
  const intent = readIntent(request.body);
  refuseIf(runningOperation(vault.backup, vmId) !== undefined, 409, CONFLICTING_OPERATION);
  const { change, milliseconds } = plan(request, { vault, vmId, item, intent });
  const operation = acceptChange(request, vault.backup, change, { vmId, milliseconds });
  return accepted(request, itemAsyncPaths(request, operation.id));
}

interface Plan {
  readonly change: RequestedChange;
  readonly milliseconds: number;
}

interface PutContext {
  readonly vault: AddressedVault;
  readonly vmId: string;
  readonly item: ProtectedItem | undefined;
  readonly intent: ItemIntent;
}

function plan(request: PutRequest, context: PutContext): Plan {
  const { intent, item } = context;
  switch (intent.kind) {
    case 'invalid':
      throw new Refusal(backupError(400, INVALID_INPUT));
    case 'configure':
      return planConfigure(request, context, intent);
    case 'stop':
      refuseMissing(item);
      passItemGuard(request, context);
      return { change: { kind: 'stop' }, milliseconds: STOP_MILLISECONDS };
    case 'suspend':
      return planSuspend(request, context);
    case 'undelete':
      refuseIf(item === undefined, 404, ITEM_NOT_FOUND);
      refuseIf(item?.deletion === undefined, 400, INVALID_INPUT);
      return { change: { kind: 'undelete' }, milliseconds: UNDELETE_MILLISECONDS };
  }
}

/**
 * Stops backups and lets recovery points go as the policy says: only in a vault with immutability
 * (Azure/azure-rest-api-specs issue 32688; its time is assumed to be that of stopping).
 */
function planSuspend(request: PutRequest, context: PutContext): Plan {
  const { vault, item } = context;
  refuseMissing(item);
  refuseIf(!vault.immutable, 400, DENIED_BY_IMMUTABILITY);
  refuseIf(item?.policyName === '', 400, NOT_PROTECTED);
  passItemGuard(request, context);
  return { change: { kind: 'suspend' }, milliseconds: STOP_MILLISECONDS };
}

function refuseMissing(item: ProtectedItem | undefined): void {
  refuseIf(item === undefined, 404, ITEM_NOT_FOUND);
  refuseIf(item?.deletion !== undefined, 400, ITEM_SOFT_DELETED);
}

function passItemGuard(request: PutRequest, { vault }: PutContext): void {
  const { resourceGuardOperationRequests } = request.body.properties;
  passGuard(request, vault.backup, 'updateProtectedItemRequests', resourceGuardOperationRequests);
}

/** A policy that keeps points for a shorter time loses some. */
function refuseLoss(request: PutRequest, { vault, item }: PutContext, policyName: string): void {
  const { policies } = vault.backup;
  refuseReduction(request, vault, {
    before: policies[item?.policyName.toLowerCase() ?? '']?.properties,
    after: policies[policyName.toLowerCase()]?.properties,
    kind: 'updateProtectedItemRequests',
    requests: request.body.properties.resourceGuardOperationRequests,
  });
}

function planConfigure(
  request: PutRequest,
  context: PutContext,
  { policyId, diskSelection }: Extract<ItemIntent, { kind: 'configure' }>,
): Plan {
  const { state, apiVersion, ids } = request;
  const { vault, vmId, item } = context;
  const machine = findVirtualMachine(state, vmId);
  refuseIf(machine === undefined, 400, INVALID_CONFIGURE_PROTECTION);
  refuseForeignMachine(state, vmId, vault.id);
  const region = machine?.resource.location?.toLowerCase();
  refuseIf(region !== vault.resource.location?.toLowerCase(), 400, MACHINE_NOT_OFFERED);
  refuseIf(item?.deletion !== undefined, 400, ITEM_SOFT_DELETED);
  const policyName = policyOf(vault, policyId);
  refuseIf(item === undefined && isVaultFull(vault), 400, VAULT_FULL);
  refuseIf(item?.policyName !== policyName && isPolicyFull(vault, policyName), 400, POLICY_FULL);
  refuseLoss(request, context, policyName);
  return {
    change: {
      kind: 'configure',
      policyName,
      dataId: item?.dataId ?? ids.decimal(15),
      ...(diskSelection === undefined ? {} : { diskSelection }),
      apiVersion,
    },
    milliseconds: item === undefined ? ENABLE_MILLISECONDS : CHANGE_MILLISECONDS,
  };
}

/** The policy's own name; refuses a policy of another vault, of another workload, or none. */
function policyOf(vault: AddressedVault, policyId: string): string {
  const name = parseResourceId(policyId).names[1] ?? '';
  const policy = vault.backup.policies[name.toLowerCase()];
  const wanted = resourceKey(`${vault.id}/backupPolicies/${name}`);
  const fits = policy?.properties['backupManagementType'] === 'AzureIaasVM';
  if (policy === undefined || !fits || resourceKey(policyId) !== wanted) {
    throw new Refusal(backupError(400, INVALID_INPUT));
  }
  return policy.name;
}

/**
 * The machine that the body or the existing item names. Container, item and machine have to belong
 * together; otherwise Azure finds no container.
 */
function machineOfRequest({ params, body }: PutRequest, vault: AddressedVault): string {
  const known = findItem(vault.backup, params['protectedItemName'] ?? '');
  const vmId = body.properties.sourceResourceId ?? known?.vmId ?? '';
  const names = machineNames(vmId);
  const fits =
    params['fabricName']?.toLowerCase() === 'azure' &&
    params['containerName']?.toLowerCase() === names.container.toLowerCase() &&
    params['protectedItemName']?.toLowerCase() === names.item.toLowerCase();
  refuseIf(!fits, 400, INVALID_CONFIGURE_PROTECTION);
  const isOther = known !== undefined && resourceKey(known.vmId) !== resourceKey(vmId);
  refuseIf(isOther, 400, NAME_TAKEN);
  return known?.vmId ?? vmId;
}

function isVaultFull({ backup }: AddressedVault): boolean {
  return countEntries(backup.items) >= MACHINES_PER_VAULT;
}

function isPolicyFull({ backup }: AddressedVault, policyName: string): boolean {
  return countWith(backup.items, itemsByPolicy, ofPolicy(policyName)) >= MACHINES_PER_POLICY;
}

function refuseIf(condition: boolean, status: number, failure: BackupFailure): void {
  if (condition) {
    throw new Refusal(backupError(status, failure));
  }
}
