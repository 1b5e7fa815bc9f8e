// A world in which names and items mislead: who goes by names, or takes an item for protection, gets it wrong.

import { MACHINE_NOT_FOUND } from '../providers/backup/errors.js';
import { day } from '../kernel/time/durations.js';
import type { WorldState } from '../kernel/state.js';
import { addSubscription, buildContoso, resourceGroupId, subscriptionId } from './build/contoso.js';
import { denyAt } from './build/deny-assignment.js';
import { addKey } from './build/key-encryption-key.js';
import { addKeyVault, type KeyVaultOptions } from './build/key-vault.js';
import { objectIds } from './build/principals.js';
import { addDailyVault, protectDaily } from './build/daily-vault.js';
import { addDescribedMachine } from './build/situation.js';
import type { AdeOptions, MachineOptions } from './build/virtual-machine.js';

const dataSubscriptionId = '00000000-0000-0000-0000-000000000002';
const webGroup = 'rg-web';
const shopGroup = 'rg-shop';
const dataGroup = resourceGroupId('rg-data', dataSubscriptionId);
const farRegion = 'westeurope';
const partnerTenantId = '99999999-9999-4999-8999-999999999999';

/** The world at an instant (milliseconds since the epoch, UTC). */
export function buildTwoSubscriptionsWorld(nowMilliseconds: number): WorldState {
  const state = buildContoso({
    world: 'two-subscriptions',
    seed: 'two-subscriptions',
    nowMilliseconds,
    resourceGroups: [webGroup, shopGroup],
  });
  addSubscription(state, {
    subscriptionId: dataSubscriptionId,
    displayName: 'Contoso Data',
    resourceGroups: [dataGroup],
  });
  state.managementGroups = [
    { name: 'mg-contoso', displayName: 'Contoso', subscriptions: [subscriptionId] },
    {
      name: 'mg-data',
      displayName: 'Contoso Data',
      parent: 'mg-contoso',
      subscriptions: [dataSubscriptionId],
    },
  ];
  const vaultId = addDailyVault(state, { name: 'rsv-prod', resourceGroup: webGroup });
  addNamesakes(state, vaultId);
  addPastOnes(state, vaultId);
  addAmbiguousMachine(state);
  addPartnerMachine(state);
  addHiddenMachine(state);
  addDataMachines(state);
  return state;
}

function addMachine(
  state: WorldState,
  situation: string,
  options: Omit<MachineOptions, 'osType'>,
): string {
  return addDescribedMachine(state, situation, { osType: 'Linux', ...options });
}

function encrypted(state: WorldState, options: KeyVaultOptions): AdeOptions {
  const keyVault = addKeyVault(state, { permissionModel: 'rbac', backupMay: 'all', ...options });
  return { keyVault, kek: addKey(state, keyVault, 'kek-disks') };
}

/** One name in two groups: only that of rg-web is protected. And an item that spells the id in its own way. */
function addNamesakes(state: WorldState, vaultId: string): void {
  const web = encrypted(state, { name: 'kv-web', resourceGroup: webGroup });
  const first = addMachine(state, 'ADE, protected', {
    name: 'web01',
    resourceGroup: webGroup,
    tags: { env: 'prod', app: 'shop' },
    ade: web,
  });
  protectDaily(state, { vaultId, vmId: first });
  addMachine(state, 'same name as another machine, not protected', {
    name: 'WEB01',
    resourceGroup: shopGroup,
    tags: { Env: 'prod', app: 'shop' },
  });
  const odd = addMachine(state, 'ADE, protected; its ids differ in case', {
    name: 'Sql01',
    resourceGroup: resourceGroupId(webGroup.toUpperCase()),
    tags: { ENV: 'prod' },
    ade: web,
  });
  protectDaily(state, { vaultId, vmId: odd.toLowerCase() });
}

/** Items that are there and protect nothing, or another machine. */
function addPastOnes(state: WorldState, vaultId: string): void {
  const stopped = addMachine(state, 'protection stopped, data kept', {
    name: 'app01',
    resourceGroup: webGroup,
    tags: { env: 'test' },
  });
  protectDaily(state, { vaultId, vmId: stopped }, { stoppedDay: 5 });
  const deleted = addMachine(state, 'protected item soft-deleted', {
    name: 'app02',
    resourceGroup: webGroup,
    tags: { env: 'test' },
  });
  protectDaily(state, { vaultId, vmId: deleted }, { deletedDay: 3 });
  const again = addMachine(state, 're-created a day ago; the points are of the machine before', {
    name: 'job01',
    resourceGroup: webGroup,
    createdMilliseconds: state.nowMilliseconds - day,
  });
  protectDaily(state, { vaultId, vmId: again }, { lastGoodDay: 4, failure: MACHINE_NOT_FOUND });
}

/** edge01: either vault of its region would do. */
function addAmbiguousMachine(state: WorldState): void {
  for (const name of ['rsv-west-a', 'rsv-west-b']) {
    addDailyVault(state, { name, resourceGroup: shopGroup, location: farRegion });
  }
  addMachine(state, 'not protected, two vaults in its region', {
    name: 'edge01',
    resourceGroup: shopGroup,
    location: farRegion,
  });
}

function addPartnerMachine(state: WorldState): void {
  state.directory.tenants.push({
    tenantId: partnerTenantId,
    displayName: 'Fabrikam',
    defaultDomain: 'fabrikam.onmicrosoft.com',
  });
  addMachine(state, 'ADE, key vault of another tenant', {
    name: 'partner01',
    resourceGroup: shopGroup,
    ade: encrypted(state, {
      name: 'kv-fabrikam',
      resourceGroup: shopGroup,
      permissionModel: 'policies',
      tenantId: partnerTenantId,
    }),
  });
}

/** hidden01: a deny assignment keeps the operator from reading it. */
function addHiddenMachine(state: WorldState): void {
  const id = addMachine(state, 'not to be read by the operator', {
    name: 'hidden01',
    resourceGroup: shopGroup,
  });
  denyAt(state, id, { name: 'Out of sight', principalId: objectIds.operator, actions: ['*'] });
}

function addDataMachines(state: WorldState): void {
  const vaultId = addDailyVault(state, { name: 'rsv-data', resourceGroup: dataGroup });
  const ade = encrypted(state, { name: 'kv-data', resourceGroup: dataGroup });
  const vmId = addMachine(state, 'second subscription, ADE, protected', {
    name: 'data01',
    resourceGroup: dataGroup,
    tags: { env: 'prod', owner: 'team-data' },
    ade,
  });
  protectDaily(state, { vaultId, vmId });
  addMachine(state, 'second subscription, ADE, not protected', {
    name: 'web01',
    resourceGroup: dataGroup,
    tags: { env: 'prod' },
    ade,
  });
}
