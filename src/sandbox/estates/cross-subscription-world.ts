// A world in which vaults and the machines that they protect lie in different subscriptions: the vaults of Contoso's
// first one protect machines of its second.

import { JOB_ENCRYPTED_ELSEWHERE } from '../providers/backup/assumed-errors.js';
import { seedStorageAccount } from '../providers/storage/storage-account.js';
import { day } from '../kernel/time/durations.js';
import type { WorldState } from '../kernel/state.js';
import {
  addResourceGroup,
  addSubscription,
  buildContoso,
  region,
  resourceGroupId,
  resourceId,
} from './build/contoso.js';
import { addKey } from './build/key-encryption-key.js';
import { addKeyVault } from './build/key-vault.js';
import { addDailyVault, protectDaily } from './build/daily-vault.js';
import { addDescribedMachine } from './build/situation.js';
import type { AdeOptions, MachineOptions } from './build/virtual-machine.js';

const dataSubscriptionId = '00000000-0000-0000-0000-000000000002';
const partnerSubscriptionId = '00000000-0000-0000-0000-000000000009';
const partnerTenantId = '99999999-9999-4999-8999-999999999999';
const backupGroup = 'rg-backup';
/** In both subscriptions. */
const appGroup = 'rg-app';
const dataGroup = resourceGroupId(appGroup, dataSubscriptionId);

/** The world at an instant (milliseconds since the epoch, UTC). */
export function buildCrossSubscriptionWorld(nowMilliseconds: number): WorldState {
  const state = buildContoso({
    world: 'cross-subscription',
    seed: 'cross-subscription',
    nowMilliseconds,
    resourceGroups: [backupGroup, appGroup],
  });
  addSubscription(state, {
    subscriptionId: dataSubscriptionId,
    displayName: 'Contoso Data',
    resourceGroups: [dataGroup],
  });
  const vaultId = addDailyVault(state, {
    name: 'rsv-central',
    resourceGroup: backupGroup,
  });
  addMachines(state, vaultId);
  addEncryptedMachines(state, vaultId);
  addNamesakes(state, vaultId);
  addUnprotectedNamesake(state);
  seedStorageAccount(state, {
    id: resourceId(dataGroup, 'Microsoft.Storage/storageAccounts', 'stdata'),
    location: region,
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: nowMilliseconds - 180 * day,
  });
  addPartner(state);
  return state;
}

function addMachine(
  state: WorldState,
  situation: string,
  options: Omit<MachineOptions, 'osType' | 'resourceGroup'> & { readonly resourceGroup?: string },
): string {
  return addDescribedMachine(state, situation, {
    osType: 'Linux',
    resourceGroup: dataGroup,
    ...options,
  });
}

function addMachines(state: WorldState, vaultId: string): void {
  addMachine(state, 'second subscription, not protected', { name: 'app01' });
  const far = addMachine(state, 'second subscription, protected by a vault of the first', {
    name: 'app02',
  });
  protectDaily(state, { vaultId, vmId: far });
  const stopped = addMachine(state, 'second subscription, protection stopped in the first', {
    name: 'app03',
  });
  protectDaily(state, { vaultId, vmId: stopped }, { stoppedDay: 5 });
}

function addEncryptedMachines(state: WorldState, vaultId: string): void {
  const keyVault = addKeyVault(state, {
    name: 'kv-data',
    resourceGroup: dataGroup,
    permissionModel: 'rbac',
    backupMay: 'all',
  });
  const ade: AdeOptions = { keyVault, kek: addKey(state, keyVault, 'kek-disks') };
  addMachine(state, 'second subscription, ADE, not protected', { name: 'ade01', ade });
  const late = addMachine(state, 'encrypted with ADE after a vault of the first protected it', {
    name: 'ade02',
    ade,
  });
  protectDaily(
    state,
    { vaultId, vmId: late },
    { lastGoodDay: 2, failure: JOB_ENCRYPTED_ELSEWHERE },
  );
}

/** app04 of both subscriptions: one group, one name, and only one name for it in a vault. */
function addNamesakes(state: WorldState, vaultId: string): void {
  const own = addMachine(state, 'first subscription, protected', {
    name: 'app04',
    resourceGroup: appGroup,
  });
  protectDaily(state, { vaultId, vmId: own });
  addMachine(state, 'second subscription, same group and name as another, not protected', {
    name: 'app04',
  });
}

/** app03 of the first subscription: its name is that of an item of another machine. */
function addUnprotectedNamesake(state: WorldState): void {
  addMachine(state, 'first subscription, same name as a protected one of the second', {
    name: 'app03',
    resourceGroup: backupGroup,
  });
}

/** A subscription of another tenant, with a vault of its own. */
function addPartner(state: WorldState): void {
  state.directory.tenants.push({
    tenantId: partnerTenantId,
    displayName: 'Fabrikam',
    defaultDomain: 'fabrikam.onmicrosoft.com',
  });
  const [first] = state.subscriptions;
  state.subscriptions.push({
    subscriptionId: partnerSubscriptionId,
    displayName: 'Fabrikam',
    tenantId: partnerTenantId,
    state: 'Enabled',
    registeredProviders: first?.registeredProviders ?? [],
  });
  const group = resourceGroupId('rg-fabrikam', partnerSubscriptionId);
  addResourceGroup(state, group);
  addDailyVault(state, { name: 'rsv-fabrikam', resourceGroup: group });
}
