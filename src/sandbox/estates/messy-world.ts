// A world as estates become: one name in two groups, several vaults, and rights that do not lie where one looks.

import { LOCK_TYPE } from '../providers/authorization/locks/locks.js';
import { putResource } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';
import { buildContoso, region, subscriptionId } from './build/contoso.js';
import { addKey } from './build/key-encryption-key.js';
import { denyAt } from './build/deny-assignment.js';
import { addKeyVault } from './build/key-vault.js';
import { objectIds, tenantId } from './build/principals.js';
import { addDailyVault, protectDaily } from './build/daily-vault.js';
import { assignRole } from './build/role-assignments.js';
import { addDescribedMachine } from './build/situation.js';

const appGroup = 'rg-app';
const databaseGroup = 'rg-db';
const archiveGroup = 'rg-archive';

/** A group that Azure Backup's principal is a member of. */
const backupReaders = 'aaaaaaaa-0000-4000-8000-000000000009';
/** The directory of a partner, in which Contoso's people are not known. */
const partnerTenantId = '99999999-9999-4999-8999-999999999999';
/** A subscription in which Recovery Services was never used. */
const testSubscriptionId = '00000000-0000-0000-0000-000000000002';

/** The world at an instant (milliseconds since the epoch, UTC). */
export function buildMessyWorld(nowMilliseconds: number): WorldState {
  const state = buildContoso({
    world: 'messy',
    seed: 'messy',
    nowMilliseconds,
    resourceGroups: [appGroup, databaseGroup, archiveGroup],
  });
  addBackupReaders(state);
  const appVaultId = addDailyVault(state, { name: 'rsv-app', resourceGroup: appGroup });
  const databaseVaultId = addDailyVault(state, { name: 'rsv-db', resourceGroup: databaseGroup });
  addDailyVault(state, { name: 'rsv-archive', resourceGroup: archiveGroup });
  addNamesakes(state, appVaultId);
  addGroupAccess(state);
  addPartnerMachine(state);
  addDeniedMachine(state);
  addArchive(state);
  addLock(state, databaseVaultId, { name: 'keep-backups', level: 'CanNotDelete' });
  addDatabase(state, databaseVaultId);
  addUnregisteredSubscription(state);
  return state;
}

function addBackupReaders(state: WorldState): void {
  state.directory.principals.push({
    objectId: backupReaders,
    tenantId,
    type: 'Group',
    displayName: 'backup-readers',
    members: [objectIds.backupService],
    graphPermissions: [],
    accountEnabled: true,
  });
}

/** VM001 of the applications is protected through a role of a group; VM001 of the databases fails, ungranted. */
function addNamesakes(state: WorldState, vaultId: string): void {
  const app = addKeyVault(state, {
    name: 'kv-app',
    resourceGroup: appGroup,
    permissionModel: 'rbac',
  });
  assignRole(state, { principalId: backupReaders, role: 'keyVaultAdministrator', scope: app.id });
  const first = addDescribedMachine(state, 'ADE, granted through a role of a group, protected', {
    name: 'VM001',
    resourceGroup: appGroup,
    osType: 'Linux',
    ade: { keyVault: app, kek: addKey(state, app, 'kek-vm001') },
  });
  protectDaily(state, { vaultId, vmId: first });
  const database = addKeyVault(state, { name: 'kv-db', resourceGroup: databaseGroup });
  const second = addDescribedMachine(state, 'ADE, its grant was taken back, backups fail', {
    name: 'VM001',
    resourceGroup: databaseGroup,
    osType: 'Windows',
    ade: { keyVault: database },
  });
  protectDaily(state, { vaultId, vmId: second }, { lastGoodDay: 3 });
}

/** VM002: an access policy of a group may give what is needed; only Azure Backup knows. */
function addGroupAccess(state: WorldState): void {
  const keyVault = addKeyVault(state, {
    name: 'kv-group',
    resourceGroup: appGroup,
    alsoMay: [backupReaders],
  });
  addDescribedMachine(state, 'ADE, granted through an access policy of a group', {
    name: 'VM002',
    resourceGroup: appGroup,
    osType: 'Windows',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm002') },
  });
}

/** VM003: its keys lie in a key vault of another directory. */
function addPartnerMachine(state: WorldState): void {
  state.directory.tenants.push({
    tenantId: partnerTenantId,
    displayName: 'Fabrikam',
    defaultDomain: 'fabrikam.onmicrosoft.com',
  });
  const keyVault = addKeyVault(state, {
    name: 'kv-partner',
    resourceGroup: appGroup,
    tenantId: partnerTenantId,
  });
  addDescribedMachine(state, 'ADE, key vault of another tenant', {
    name: 'VM003',
    resourceGroup: appGroup,
    osType: 'Linux',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm003') },
  });
}

/** VM004: what a role gives, a deny assignment takes. */
function addDeniedMachine(state: WorldState): void {
  const keyVault = addKeyVault(state, {
    name: 'kv-denied',
    resourceGroup: appGroup,
    permissionModel: 'rbac',
    backupMay: 'all',
  });
  addDescribedMachine(state, 'ADE, granted, but a deny assignment keeps Azure Backup out', {
    name: 'VM004',
    resourceGroup: appGroup,
    osType: 'Linux',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm004') },
  });
  denyAt(state, keyVault.id, {
    name: 'Keys stay where they are',
    principalId: objectIds.backupService,
    dataActions: ['Microsoft.KeyVault/vaults/*'],
  });
}

/** VM005: the group of its key vault is frozen, so that nothing can be granted. */
function addArchive(state: WorldState): void {
  const keyVault = addKeyVault(state, { name: 'kv-archive', resourceGroup: archiveGroup });
  addDescribedMachine(state, 'ADE, no grant, and its key vault under a read-only lock', {
    name: 'VM005',
    resourceGroup: appGroup,
    osType: 'Windows',
    ade: { keyVault },
  });
  addLock(state, `/subscriptions/${subscriptionId}/resourceGroups/${archiveGroup}`, {
    name: 'archive-frozen',
    level: 'ReadOnly',
  });
}

/** VM006: protected in a vault from which nothing may be deleted. */
function addDatabase(state: WorldState, vaultId: string): void {
  const keyVault = addKeyVault(state, {
    name: 'kv-sql',
    resourceGroup: databaseGroup,
    permissionModel: 'rbac',
    backupMay: 'all',
  });
  const vmId = addDescribedMachine(
    state,
    'ADE, protected in a vault under a lock against deletion',
    {
      name: 'VM006',
      resourceGroup: databaseGroup,
      osType: 'Windows',
      ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm006') },
    },
  );
  protectDaily(state, { vaultId, vmId });
}

function addLock(
  state: WorldState,
  scope: string,
  { name, level }: { readonly name: string; readonly level: 'ReadOnly' | 'CanNotDelete' },
): void {
  putResource(state, {
    id: `${scope}/providers/${LOCK_TYPE}/${name}`,
    name,
    type: LOCK_TYPE,
    location: '',
    tags: {},
    properties: { level, notes: '' },
  });
}

/** VM007 of a subscription in which nobody has used Recovery Services. */
function addUnregisteredSubscription(state: WorldState): void {
  const [contoso] = state.subscriptions;
  if (contoso === undefined) {
    throw new RangeError('Contoso has no subscription');
  }
  state.subscriptions.push({
    ...contoso,
    subscriptionId: testSubscriptionId,
    displayName: 'Contoso Test',
    registeredProviders: contoso.registeredProviders.filter(
      (name) => name !== 'microsoft.recoveryservices',
    ),
  });
  const group = `/subscriptions/${testSubscriptionId}/resourceGroups/rg-test`;
  state.resourceGroups[group.toLowerCase()] = {
    id: group,
    name: 'rg-test',
    location: region,
    tags: {},
  };
  const scope = `/subscriptions/${testSubscriptionId}`;
  for (const role of ['contributor', 'userAccessAdministrator', 'keyVaultReader'] as const) {
    assignRole(state, { principalId: objectIds.operator, role, scope });
  }
  const keyVault = addKeyVault(state, {
    name: 'kv-test',
    resourceGroup: group,
    permissionModel: 'rbac',
    backupMay: 'all',
  });
  addDescribedMachine(state, 'ADE, Recovery Services is not registered in its subscription', {
    name: 'VM007',
    resourceGroup: group,
    osType: 'Linux',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm007') },
  });
}
