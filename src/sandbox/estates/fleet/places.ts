// Where the machines of a fleet are: subscriptions, regions, groups, vaults and key vaults, by the size of the fleet.

import type { WorldState } from '../../kernel/state.js';
import {
  addResourceGroup,
  addSubscription,
  region,
  resourceGroupId,
  subscriptionId,
} from '../build/contoso.js';
import { addKey, type KeyEncryptionKey } from '../build/key-encryption-key.js';
import { addKeyVault, type KeyVault } from '../build/key-vault.js';
import { addDailyPolicy, addRecoveryServicesVault } from '../build/recovery-services-vault.js';

/** A key vault of the fleet with the one key that wraps the secrets in it. */
export interface FleetKeyVault {
  readonly keyVault: KeyVault;
  readonly kek: KeyEncryptionKey;
  readonly granted: boolean;
}

/** One region of one subscription. */
export interface FleetPlace {
  readonly subscriptionId: string;
  readonly location: string;
  readonly machines: number;
  /** ARM ids, each with room for `machinesPerGroup`. */
  readonly groups: readonly string[];
}

/** A place with what its machines share. */
export interface FurnishedPlace extends FleetPlace {
  readonly keyVaults: readonly FleetKeyVault[];
  readonly vaultIds: readonly string[];
}

/** The policy of every vault of a fleet. */
export const FLEET_POLICY = 'daily-30-days';

/** From this size on an estate is no longer one team's. */
export const LARGE_FLEET = 100;

export const machinesPerGroup = 25;
const HUGE_FLEET = 1000;
const machinesPerKeyVault = 100;
const keyVaultsPerPlace = 4;
/** Azure's limit is 1,000 machines in a vault; estates stay well below it. */
const machinesPerVault = 500;
const retentionDays = 30;
const platformGroup = 'rg-platform';

interface Layout {
  readonly subscriptions: readonly (readonly [share: number, displayName: string])[];
  readonly regions: readonly (readonly [share: number, name: string])[];
}

function layoutOf(machines: number): Layout {
  if (machines < LARGE_FLEET) {
    return { subscriptions: [[1, 'Contoso Production']], regions: [[1, region]] };
  }
  return machines <= HUGE_FLEET
    ? {
        subscriptions: [
          [0.6, 'Contoso Production'],
          [0.4, 'Contoso Development'],
        ],
        regions: [
          [0.7, region],
          [0.3, 'westeurope'],
        ],
      }
    : {
        subscriptions: [
          [0.4, 'Contoso Production'],
          [0.3, 'Contoso Data'],
          [0.2, 'Contoso Development'],
          [0.1, 'Contoso Legacy'],
        ],
        regions: [
          [0.5, region],
          [0.3, 'westeurope'],
          [0.2, 'eastus2'],
        ],
      };
}

/** The places of a fleet of this size; their machines add up to it. */
export function placesOf(machines: number): FleetPlace[] {
  const { subscriptions, regions } = layoutOf(machines);
  const shares = divide(
    machines,
    subscriptions.map(([share]) => share),
  );
  return shares.flatMap((share, index) => {
    let group = 0;
    const subscription = subscriptionNumber(index + 1);
    return divide(
      share,
      regions.map(([part]) => part),
    ).map((count, place) => {
      const first = group;
      group += Math.ceil(count / machinesPerGroup);
      return {
        subscriptionId: subscription,
        location: regions[place]?.[1] ?? region,
        machines: count,
        groups: Array.from({ length: group - first }, (_, at) =>
          resourceGroupId(groupName(first + at + 1), subscription),
        ),
      };
    });
  });
}

/** Whole parts in these shares; what rounding leaves over goes to the first. */
function divide(total: number, shares: readonly number[]): number[] {
  const rest = shares.slice(1).map((share) => Math.floor(total * share));
  return [total - rest.reduce((sum, part) => sum + part, 0), ...rest];
}

/** One in seven was typed by somebody with other habits. */
function groupName(number: number): string {
  const digits = String(number).padStart(2, '0');
  return number % 7 === 0 ? `RG-App-${digits}` : `rg-app-${digits}`;
}

function subscriptionNumber(number: number): string {
  return `${subscriptionId.slice(0, -1)}${number}`;
}

/** Adds the subscriptions beyond the first, the groups, the management groups, and what each place has. */
export function furnish(state: WorldState, machines: number): FurnishedPlace[] {
  const places = placesOf(machines);
  for (const [index, [, displayName]] of layoutOf(machines).subscriptions.entries()) {
    const id = subscriptionNumber(index + 1);
    if (index > 0) {
      const resourceGroups = [platformGroup, ...groupsOf(places, id)];
      addSubscription(state, { subscriptionId: id, displayName, resourceGroups });
    }
  }
  for (const { groups, location } of places) {
    for (const group of groups) {
      addResourceGroup(state, group, location);
    }
  }
  addManagementGroups(state);
  let number = 0;
  return places.map((place) => {
    const keyVaults = addKeyVaults(state, place, number);
    const furnished = { ...place, keyVaults, vaultIds: addVaults(state, place) };
    number += keyVaults.length;
    return furnished;
  });
}

/** Ids of the groups with machines in a subscription. */
export function groupsOf(places: readonly FleetPlace[], id: string): string[] {
  return places.filter((place) => place.subscriptionId === id).flatMap(({ groups }) => groups);
}

function addManagementGroups(state: WorldState): void {
  state.managementGroups = [
    { name: 'mg-contoso', displayName: 'Contoso', subscriptions: [] },
    {
      name: 'mg-workloads',
      displayName: 'Contoso Workloads',
      parent: 'mg-contoso',
      subscriptions: state.subscriptions.map((subscription) => subscription.subscriptionId),
    },
  ];
}

/** Every second one is open to Azure Backup; roles and access policies decide in turns. */
function addKeyVaults(state: WorldState, place: FleetPlace, before: number): FleetKeyVault[] {
  const wanted = Math.ceil(place.machines / machinesPerKeyVault) + 1;
  const count = Math.min(wanted, keyVaultsPerPlace);
  return Array.from({ length: count }, (_, index) => {
    const granted = index % 2 === 0;
    const keyVault = addKeyVault(state, {
      name: `kv-app-${String(before + index + 1).padStart(2, '0')}`,
      resourceGroup: resourceGroupId(platformGroup, place.subscriptionId),
      location: place.location,
      permissionModel: index % 4 < 2 ? 'policies' : 'rbac',
      backupMay: granted ? 'all' : 'nothing',
    });
    return { keyVault, kek: addKey(state, keyVault, 'kek-disks'), granted };
  });
}

/** Vaults of one name per region, as estates have them: `rsv-app-01`, or `rsv-app-westeurope-01` elsewhere. */
function addVaults(state: WorldState, place: FleetPlace): string[] {
  const infix = place.location === region ? '' : `${place.location}-`;
  const count = Math.max(1, Math.ceil(place.machines / machinesPerVault));
  return Array.from({ length: count }, (_, index) => {
    const vaultId = addRecoveryServicesVault(state, {
      name: `rsv-app-${infix}${String(index + 1).padStart(2, '0')}`,
      resourceGroup: resourceGroupId(platformGroup, place.subscriptionId),
      location: place.location,
      redundancy: 'GeoRedundant',
    });
    addDailyPolicy(state, vaultId, { name: FLEET_POLICY, retentionDays });
    return vaultId;
  });
}
