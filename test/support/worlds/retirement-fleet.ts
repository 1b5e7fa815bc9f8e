// Machines in several subscriptions, of every way out of ADE and every state of backups, whose points were made under
// policies of 30 days to 10 years and need keys of several generations, some of them shared.

import {
  findBackupVault,
  machineNames,
} from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { ProtectedItem } from '../../../src/sandbox/providers/backup/protected-items/state.js';
import { captureRecoveryPoint } from '../../../src/sandbox/providers/backup/recovery-points/recovery-point.js';
import type {
  KeyAndSecret,
  RecoveryPoint,
} from '../../../src/sandbox/providers/backup/recovery-points/state.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import {
  addSubscription,
  buildContoso,
  resourceGroupId,
} from '../../../src/sandbox/estates/build/contoso.js';
import {
  addKey,
  type KeyEncryptionKey,
} from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addKeyVault, type KeyVault } from '../../../src/sandbox/estates/build/key-vault.js';
import { addRecoveryServicesVault } from '../../../src/sandbox/estates/build/recovery-services-vault.js';
import {
  addVirtualMachine,
  type MachineOptions,
} from '../../../src/sandbox/estates/build/virtual-machine.js';
import { worldIds } from '../../../src/sandbox/kernel/ids.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { addLongPolicies, LONG_POLICIES, pastPoints, type PastPoint } from './long-policies.js';

const DAY = 86_400_000;

/** What a fleet is made from. */
export interface RetirementFleetOptions {
  readonly nowMilliseconds: number;
  readonly subscriptions: number;
  /** In each subscription. Azure's limit on reads of points leaves room for some sixty. */
  readonly machines: number;
}

interface Place {
  readonly number: number;
  readonly group: string;
  readonly keyVaults: readonly { readonly keyVault: KeyVault; readonly kek: KeyEncryptionKey }[];
  readonly vaults: readonly string[];
  readonly past: (vaultId: string, policy: string) => readonly PastPoint[];
}

/** The fleet. In its first and its last subscription some things cannot be known of keys. */
export function retirementFleet(options: RetirementFleetOptions): WorldState {
  const { nowMilliseconds, subscriptions, machines } = options;
  const world = buildContoso({
    world: 'retirement-fleet',
    seed: 'retirement-fleet',
    nowMilliseconds,
    resourceGroups: ['rg-fleet'],
  });
  for (let number = 0; number < subscriptions; number += 1) {
    const place = furnished(world, number);
    for (let index = 0; index < machines; index += 1) {
      addMachine(world, place, { index, isLast: number === subscriptions - 1 });
    }
  }
  return world;
}

/** The id of a subscription of the fleet, counted from 0. */
export function fleetSubscription(number: number): string {
  return `00000000-0000-0000-0000-00000000000${number + 1}`;
}

/** The world with one subscription only: a plain world is looked through by each request. */
export function onlySubscription(world: WorldState, id: string): WorldState {
  const own = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).filter(([key]) => key.startsWith(`/subscriptions/${id}/`)),
    );
  return { ...world, resources: own(world.resources), backup: own(world.backup) };
}

function furnished(world: WorldState, number: number): Place {
  const group = resourceGroupId('rg-fleet', fleetSubscription(number));
  if (number > 0) {
    addSubscription(world, {
      subscriptionId: fleetSubscription(number),
      displayName: `Contoso ${number + 1}`,
      resourceGroups: [group],
    });
  }
  const keyVaults = ['a', 'b'].map((letter) => {
    const name = `kv-fleet-${number}${letter}`;
    const keyVault = addKeyVault(world, { name, resourceGroup: group, backupMay: 'all' });
    return { keyVault, kek: addKey(world, keyVault, 'kek-fleet') };
  });
  const vaults = ['a', 'b'].map((letter, at) => {
    const name = `rsv-fleet-${number}${letter}`;
    const id = addRecoveryServicesVault(world, { name, resourceGroup: group });
    addLongPolicies(world, id, number * 2 + at);
    return id;
  });
  const known = new Map<string, readonly PastPoint[]>();
  const past: Place['past'] = (vaultId, policy) => {
    const points = known.get(`${vaultId} ${policy}`) ?? pastPoints(world, vaultId, policy);
    known.set(`${vaultId} ${policy}`, points);
    return points;
  };
  return { number, group, keyVaults, vaults, past };
}

type Kind = Partial<Omit<MachineOptions, 'ade'>> & {
  readonly volumes?: 'OS' | 'Data' | 'All';
  readonly bekOnly?: boolean;
  readonly dual?: boolean;
  readonly gone?: boolean;
  /** Its disks were decrypted; its points were made before. */
  readonly wasEncrypted?: boolean;
};

const LINUX = { osType: 'Linux' } as const;
const WINDOWS = { osType: 'Windows' } as const;
const DATA = { dataDiskSizesGB: [64] };

/** Of the ways out each has a kind, most have several. */
const KINDS: readonly Kind[] = [
  { ...LINUX, volumes: 'OS', bekOnly: true },
  { ...WINDOWS, volumes: 'OS' },
  { ...LINUX, ...DATA, volumes: 'Data' },
  { ...WINDOWS, ...DATA, volumes: 'All' },
  { ...LINUX, ...DATA, volumes: 'All' },
  { ...WINDOWS, ...DATA, volumes: 'OS', bekOnly: true },
  { ...WINDOWS, volumes: 'All', dual: true },
  { ...LINUX, ...DATA, volumes: 'All', dual: true, size: 'Standard_A2_v2' },
  { ...LINUX },
  { ...WINDOWS, encryptionAtHost: true },
  { ...LINUX, volumes: 'OS', gone: true },
  { ...WINDOWS, volumes: 'OS', gone: true },
  { ...WINDOWS, volumes: 'OS', tags: { pool: hostPool('rg-fleet') } },
  { ...LINUX, volumes: 'OS', scaleSetId: scaleSet('rg-fleet') },
  { ...WINDOWS, securityType: 'TrustedLaunch' },
  { ...LINUX, volumes: 'OS', wasEncrypted: true },
  { ...LINUX, ...DATA, volumes: 'Data', bekOnly: true },
];

function hostPool(group: string): string {
  return `${resourceGroupId(group)}/providers/Microsoft.DesktopVirtualization/hostPools/hp-fleet`;
}

function scaleSet(group: string): string {
  return `${resourceGroupId(group)}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-fleet`;
}

const STATES = [
  'Protected',
  'Protected',
  'ProtectionStopped',
  'Protected',
  'BackupsSuspended',
  'Protected',
  'soft-deleted',
  'ProtectionError',
  'Protected',
  'none',
  'ProtectionPaused',
] as const;

interface Berth {
  readonly index: number;
  readonly isLast: boolean;
}

function addMachine(world: WorldState, place: Place, berth: Berth): void {
  const { index } = berth;
  const kind = KINDS[index % KINDS.length] ?? {};
  const { volumes, bekOnly, dual, gone, wasEncrypted, ...options } = kind;
  const home = place.keyVaults[index % 2];
  const name = `fleet-${place.number}-${String(index).padStart(2, '0')}`;
  if (home === undefined) {
    throw new RangeError('a place has two key vaults');
  }
  const ade = {
    keyVault: home.keyVault,
    ...(bekOnly === true ? {} : { kek: home.kek }),
    ...(dual === true ? { mechanism: 'DoublePass' as const } : {}),
    volumeType: volumes ?? ('All' as const),
  };
  const machine = { osType: 'Linux' as const, ...options, name, resourceGroup: place.group };
  const vmId = addVirtualMachine(world, { ...machine, ...(volumes === undefined ? {} : { ade }) });
  addItems(world, place, berth, { vmId, kind });
  if (gone === true || wasEncrypted === true) {
    removeMachine(world, vmId);
  }
  if (wasEncrypted === true) {
    addVirtualMachine(world, machine);
  }
}

function removeMachine(world: WorldState, vmId: string): void {
  const ids = Object.values(world.resources).map(({ id }) => id);
  const own = (id: string): boolean =>
    id.toLowerCase().startsWith(`${vmId.toLowerCase()}/extensions/`) ||
    id.toLowerCase() === vmId.toLowerCase();
  for (const id of ids.filter((each) => own(each))) {
    removeResource(world, id);
  }
}

interface Owner {
  readonly vmId: string;
  readonly kind: Kind;
}

/** The item in one vault; of some machines an older one, that was stopped, is in the other. */
function addItems(world: WorldState, place: Place, berth: Berth, owner: Owner): void {
  const { index } = berth;
  const state = STATES[index % STATES.length] ?? 'none';
  const [own = '', other = ''] = index % 3 === 0 ? place.vaults.toReversed() : place.vaults;
  const policyName = LONG_POLICIES[(index + Math.floor(index / 8)) % LONG_POLICIES.length] ?? '';
  if (state !== 'none') {
    const points = chosenPoints(place.past(own, policyName), berth);
    addItem(world, own, { state, policyName }, pointsOf(world, owner, points, berth));
  }
  if (index % 19 === 7) {
    const points = place.past(other, 'keep-36-months').slice(-1);
    const stopped = { state: 'ProtectionStopped', policyName: '' } as const;
    addItem(world, other, stopped, pointsOf(world, owner, points, berth));
  }
}

/** The newest one, one that is there long, and maybe another. Of some machines the newest is only a snapshot. */
function chosenPoints(past: readonly PastPoint[], { index }: Berth): readonly PastPoint[] {
  const [newest, ...older] = past;
  const byEnd = older.toSorted(
    (left, right) => (right.expiryMilliseconds ?? 0) - (left.expiryMilliseconds ?? 0),
  );
  const [long, other] = [byEnd[index % Math.min(4, byEnd.length)], older[index % older.length]];
  const chosen = index % 4 === 1 ? [newest, long] : [newest, long, other];
  return [...new Set(chosen)]
    .filter((point) => point !== undefined)
    .toSorted((left, right) => right.timeMilliseconds - left.timeMilliseconds)
    .map((point) => ({
      ...point,
      tiers: point.tiers.filter(
        ({ type }) => point !== newest || index % 9 !== 4 || type === 'InstantRP',
      ),
    }));
}

/** Of each generation the machine's points need another version; now and then two machines share a secret. */
function pointsOf(
  world: WorldState,
  { vmId, kind }: Owner,
  past: readonly PastPoint[],
  { index, isLast }: Berth,
): { readonly vmId: string; readonly points: RecoveryPoint[] } {
  const machine = findVirtualMachine(world, vmId);
  if (machine === undefined) {
    throw new RangeError(`there is no ${vmId}`);
  }
  const ids = worldIds(world);
  const isFirst = vmId.includes(fleetSubscription(0));
  const selection =
    kind.osType === 'Windows' && !isFirst
      ? { diskLunList: [0], isInclusionList: false }
      : undefined;
  const points = past.map((life, generation): RecoveryPoint => {
    const { keyAndSecret, ...point } = captureRecoveryPoint(world, machine, {
      name: '',
      diskSelection: selection,
      ...life,
    });
    const needs =
      keyAndSecret === undefined ? undefined : versionsOf(keyAndSecret, generation, index);
    const { expiryMilliseconds, rules, ...rest } = point;
    // On demand: no rule keeps it. And of some points Azure does not tell when they go.
    const onDemand = generation === 0 && index % 10 === 5;
    const isTold = onDemand || (index + generation) % 7 !== 2;
    return {
      ...rest,
      name: ids.decimal(15),
      ...(isTold && expiryMilliseconds !== undefined
        ? { expiryMilliseconds: onDemand ? life.timeMilliseconds + 45 * DAY : expiryMilliseconds }
        : {}),
      ...(onDemand || rules === undefined ? {} : { rules }),
      ...(needs === undefined ? {} : { keyAndSecret: needs }),
      ...(isLast && index === 0 && generation === 1 ? { pointKeys: 'none' as const } : {}),
    };
  });
  return { vmId, points };
}

function versionsOf(keys: KeyAndSecret, generation: number, index: number): KeyAndSecret {
  const isShared = index % 12 > 9;
  const { bekDetails, kekDetails } = keys;
  const aged = (url: string, name?: string): string =>
    url.replace(/\/(?<old>[^/]+)\/(?<version>[^/]+)$/u, (_, old: string, version: string) =>
      generation === 0
        ? `/${old}/${version}`
        : `/${name ?? old}/${String(generation)}${version.slice(1)}`,
    );
  // A shared one has one version for both machines, too.
  const shared = bekDetails.secretUrl.replace(
    /\/secrets\/.*$/u,
    `/secrets/shared-bek/${String(generation).repeat(32)}`,
  );
  return {
    ...keys,
    bekDetails: {
      ...bekDetails,
      secretUrl: isShared && generation > 0 ? shared : aged(bekDetails.secretUrl),
    },
    ...(kekDetails === undefined
      ? {}
      : {
          kekDetails: {
            ...kekDetails,
            keyUrl: aged(kekDetails.keyUrl, index % 5 === 0 ? `kek-former-${index}` : undefined),
          },
        }),
  };
}

function addItem(
  world: WorldState,
  vaultId: string,
  { state, policyName }: { state: (typeof STATES)[number]; policyName: string },
  { vmId, points }: { readonly vmId: string; readonly points: RecoveryPoint[] },
): void {
  const vault = findBackupVault(world, vaultId);
  if (vault === undefined || state === 'none') {
    throw new RangeError(`there is no ${vaultId}, or nothing to be put into it`);
  }
  const { item: name } = machineNames(vmId);
  const isOver = state === 'soft-deleted' || state === 'ProtectionStopped';
  const now = world.nowMilliseconds;
  const times = points.map(({ timeMilliseconds }) => timeMilliseconds);
  const item: ProtectedItem = {
    name,
    vmId,
    dataId: worldIds(world).decimal(15),
    protectionState: state === 'soft-deleted' ? 'ProtectionStopped' : state,
    protectionStatus: 'Healthy',
    policyName: isOver ? '' : policyName,
    policySinceMilliseconds: Math.min(...times) - DAY,
    scheduledMilliseconds: now,
    lastBackupStatus: 'Completed',
    lastBackupMilliseconds: Math.max(...times),
    ...(state === 'soft-deleted'
      ? { deletion: { deletedMilliseconds: now - 3 * DAY - 1_234_000, retentionDays: 14 } }
      : {}),
    recoveryPoints: points,
  };
  vault.items[name.toLowerCase()] = item;
  vault.storage.locked = true;
}
