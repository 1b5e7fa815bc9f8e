// A fleet: any number of machines in the proportions of a grown estate, the same for the same seed.

import type { WorldState } from '../kernel/state.js';
import { buildContoso, subscriptionId } from './build/contoso.js';
import { seededRandom, type SeededRandom } from './build/seeded-random.js';
import {
  addVirtualMachine,
  type AdeOptions,
  type MachineOptions,
} from './build/virtual-machine.js';
import { machineNamer, machineTags } from './fleet/naming.js';
import {
  furnish,
  groupsOf,
  LARGE_FLEET,
  machinesPerGroup,
  placesOf,
  type FleetKeyVault,
  type FurnishedPlace,
} from './fleet/places.js';
import { drawState, protect, type FleetState } from './fleet/protection-states.js';

/** What a fleet is made from. */
export interface FleetOptions {
  readonly virtualMachines: number;
  /** Decides everything that is left to chance. */
  readonly seed: string;
  /** Milliseconds since the epoch, UTC. */
  readonly nowMilliseconds: number;
}

// Shares of a grown estate. They are assumptions: nobody publishes such numbers.
const encryptions = [
  [45, 'platform'],
  [8, 'trusted-launch'],
  [9, 'at-host'],
  [26, 'ade-kek'],
  [10, 'ade-bek'],
  [2, 'ade-dual-pass'],
] as const;
const shareOfWindows = 0.6;
const shareWithDataDisk = 0.5;
const shareStopped = 0.06;
const shareWithoutAgent = 0.02;
/** Of items that name their machine in another case than the machine's own id has. */
const shareOfOddCase = 0.05;

/**
 * Builds a fleet; a thousand machines take about a second. From a hundred machines on it has several subscriptions
 * and regions, and names that several groups have.
 */
export function buildFleetWorld(options: FleetOptions): WorldState {
  const { virtualMachines, seed, nowMilliseconds } = options;
  const state = buildContoso({
    world: `fleet:${virtualMachines}:${seed}`,
    seed: `fleet/${seed}`,
    nowMilliseconds,
    resourceGroups: ['rg-platform', ...groupsOf(placesOf(virtualMachines), subscriptionId)],
  });
  const fleet = {
    state,
    random: seededRandom(seed),
    large: virtualMachines >= LARGE_FLEET,
  };
  let first = 0;
  for (const place of furnish(state, virtualMachines)) {
    addMachines(fleet, place, first);
    first += place.machines;
  }
  return state;
}

interface Fleet {
  readonly state: WorldState;
  readonly random: SeededRandom;
  readonly large: boolean;
}

function addMachines(fleet: Fleet, place: FurnishedPlace, first: number): void {
  for (const [group, resourceGroup] of place.groups.entries()) {
    const nameOf = machineNamer(fleet.random, fleet.large);
    const begin = group * machinesPerGroup;
    const end = Math.min(begin + machinesPerGroup, place.machines);
    for (let index = begin; index < end; index += 1) {
      addMachine(fleet, place, { index, resourceGroup, name: nameOf(first + index) });
    }
  }
}

interface Berth {
  /** Counted within the place. */
  readonly index: number;
  readonly resourceGroup: string;
  readonly name: string;
}

function addMachine({ state, random, large }: Fleet, place: FurnishedPlace, berth: Berth): void {
  const keyVault = place.keyVaults[berth.index % place.keyVaults.length];
  const vaultId = place.vaultIds[berth.index % place.vaultIds.length];
  if (keyVault === undefined || vaultId === undefined) {
    throw new RangeError(`${place.location} has no vault`);
  }
  const ade = adeOptions(keyVault, random.pick(encryptions));
  const fleetState = drawState(random, ade.options === undefined || keyVault.granted);
  const vmId = addVirtualMachine(state, {
    ...machineOptions(random, fleetState),
    ...ade.machine,
    name: berth.name,
    resourceGroup: berth.resourceGroup,
    location: place.location,
    ade: ade.options,
  });
  const odd = large && random.chance(shareOfOddCase);
  protect(state, fleetState, { vaultId, vmId: odd ? inOtherCase(vmId) : vmId });
}

function machineOptions(
  random: SeededRandom,
  fleetState: FleetState,
): Omit<MachineOptions, 'name' | 'resourceGroup'> {
  const agentLost = random.chance(shareWithoutAgent) && fleetState === 'none';
  return {
    osType: random.chance(shareOfWindows) ? 'Windows' : 'Linux',
    powerState: random.chance(shareStopped) ? 'deallocated' : 'running',
    agentReady: !agentLost && fleetState !== 'agent-lost',
    dataDiskSizesGB: random.chance(shareWithDataDisk) ? [128] : [],
    tags: machineTags(random),
  };
}

function adeOptions(
  { keyVault, kek }: FleetKeyVault,
  encryption: (typeof encryptions)[number][1],
): {
  readonly options: AdeOptions | undefined;
  readonly machine: Pick<MachineOptions, 'encryptionAtHost' | 'securityType'>;
} {
  switch (encryption) {
    case 'ade-kek':
      return { options: { keyVault, kek }, machine: {} };
    case 'ade-bek':
      return { options: { keyVault }, machine: {} };
    case 'ade-dual-pass':
      return { options: { keyVault, kek, mechanism: 'DoublePass' }, machine: {} };
    case 'platform':
      return { options: undefined, machine: {} };
    case 'trusted-launch':
      return { options: undefined, machine: { securityType: 'TrustedLaunch' } };
    case 'at-host':
      return { options: undefined, machine: { encryptionAtHost: true } };
  }
}

/** The same id as another client writes it: ARM compares ids without case, and keeps what was written. */
function inOtherCase(vmId: string): string {
  const parts = vmId.split('/');
  return parts.map((part, index) => (index === 4 ? part.toUpperCase() : part)).join('/');
}
