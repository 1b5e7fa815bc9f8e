// A fleet: any number of machines in the proportions of a grown estate, the same for the same seed.

import { JOB_AGENT_UNAVAILABLE } from '../providers/backup/assumed-errors.js';
import type { WorldState } from '../kernel/state.js';
import { buildContoso } from './build/contoso.js';
import { addKey, type KeyEncryptionKey } from './build/key-encryption-key.js';
import { addKeyVault, type KeyVault } from './build/key-vault.js';
import { addProtection } from './build/protection.js';
import { addDailyPolicy, addRecoveryServicesVault } from './build/recovery-services-vault.js';
import { seededRandom, type SeededRandom } from './build/seeded-random.js';
import {
  addVirtualMachine,
  type AdeOptions,
  type MachineOptions,
} from './build/virtual-machine.js';

/** What a fleet is made from. */
export interface FleetOptions {
  readonly virtualMachines: number;
  /** Decides everything that is left to chance. */
  readonly seed: string;
  /** Milliseconds since the epoch, UTC. */
  readonly nowMilliseconds: number;
}

/** A key vault of the fleet with the one key that wraps the secrets in it. */
interface FleetKeyVault {
  readonly keyVault: KeyVault;
  readonly kek: KeyEncryptionKey;
  readonly granted: boolean;
}

const machinesPerGroup = 25;
const machinesPerKeyVault = 100;
/** As many as there is different key material for. */
const maxKeyVaults = 12;
/** Azure's limit is 1,000 machines in a vault; estates stay well below it. */
const machinesPerVault = 500;
const policyName = 'daily-30-days';
const retentionDays = 30;
/** More would only make the file larger; the retention says how many there could be. */
const toldDays = 4;

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
const shareProtected = 0.6;

/** Builds a fleet; a thousand machines take well under a second. */
export function buildFleetWorld(options: FleetOptions): WorldState {
  const { virtualMachines, seed, nowMilliseconds } = options;
  const groups = numbered('rg-app', Math.ceil(virtualMachines / machinesPerGroup));
  const state = buildContoso({
    world: `fleet:${virtualMachines}:${seed}`,
    seed: `fleet/${seed}`,
    nowMilliseconds,
    resourceGroups: ['rg-platform', ...groups],
  });
  const keyVaults = addKeyVaults(state, virtualMachines);
  const vaultIds = addVaults(state, virtualMachines);
  const random = seededRandom(seed);
  for (let index = 0; index < virtualMachines; index += 1) {
    const keyVault = keyVaults[index % keyVaults.length];
    const vaultId = vaultIds[index % vaultIds.length];
    const resourceGroup = groups[Math.floor(index / machinesPerGroup)];
    if (keyVault !== undefined && vaultId !== undefined && resourceGroup !== undefined) {
      addMachine(state, random, { index, resourceGroup, keyVault, vaultId });
    }
  }
  return state;
}

interface Berth {
  readonly index: number;
  readonly resourceGroup: string;
  readonly keyVault: FleetKeyVault;
  readonly vaultId: string;
}

function addMachine(state: WorldState, random: SeededRandom, berth: Berth): void {
  const encryption = random.pick(encryptions);
  const options = machineOptions(random, berth, encryption);
  const vmId = addVirtualMachine(state, options);
  const usable = options.ade === undefined || berth.keyVault.granted;
  const isProtected = usable && random.chance(shareProtected);
  if (isProtected) {
    addProtection(state, {
      vaultId: berth.vaultId,
      vmId,
      policyName,
      firstDay: toldDays,
      ...(options.agentReady === false
        ? { lastGoodDay: toldDays - 1, failure: JOB_AGENT_UNAVAILABLE }
        : {}),
    });
  }
}

function machineOptions(
  random: SeededRandom,
  berth: Berth,
  encryption: (typeof encryptions)[number][1],
): MachineOptions {
  const ade = adeOptions(berth.keyVault, encryption);
  return {
    name: `vm-${String(berth.index + 1).padStart(5, '0')}`,
    resourceGroup: berth.resourceGroup,
    osType: random.chance(shareOfWindows) ? 'Windows' : 'Linux',
    powerState: random.chance(shareStopped) ? 'deallocated' : 'running',
    agentReady: !random.chance(shareWithoutAgent),
    dataDiskSizesGB: random.chance(shareWithDataDisk) ? [128] : [],
    ...(encryption === 'at-host' ? { encryptionAtHost: true } : {}),
    ...(encryption === 'trusted-launch' ? { securityType: 'TrustedLaunch' } : {}),
    ade,
  };
}

function adeOptions(
  { keyVault, kek }: FleetKeyVault,
  encryption: (typeof encryptions)[number][1],
): AdeOptions | undefined {
  switch (encryption) {
    case 'ade-kek':
      return { keyVault, kek };
    case 'ade-bek':
      return { keyVault };
    case 'ade-dual-pass':
      return { keyVault, kek, mechanism: 'DoublePass' };
    case 'platform':
    case 'trusted-launch':
    case 'at-host':
      return undefined;
  }
}

/** Every second one is open to Azure Backup; roles and access policies decide in turns. */
function addKeyVaults(state: WorldState, virtualMachines: number): FleetKeyVault[] {
  const wanted = Math.ceil(virtualMachines / machinesPerKeyVault) + 1;
  return numbered('kv-app', Math.min(wanted, maxKeyVaults)).map((name, index) => {
    const granted = index % 2 === 0;
    const keyVault = addKeyVault(state, {
      name,
      resourceGroup: 'rg-platform',
      permissionModel: index % 4 < 2 ? 'policies' : 'rbac',
      backupMay: granted ? 'all' : 'nothing',
    });
    const kek = addKey(state, keyVault, 'kek-disks');
    return { keyVault, kek, granted };
  });
}

function addVaults(state: WorldState, virtualMachines: number): string[] {
  return numbered('rsv-app', Math.ceil(virtualMachines / machinesPerVault)).map((name) => {
    const vaultId = addRecoveryServicesVault(state, {
      name,
      resourceGroup: 'rg-platform',
      redundancy: 'GeoRedundant',
    });
    addDailyPolicy(state, vaultId, { name: policyName, retentionDays });
    return vaultId;
  });
}

function numbered(prefix: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`,
  );
}
