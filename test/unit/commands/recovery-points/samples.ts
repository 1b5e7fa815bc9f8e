// Results of `azbackup recovery-points` as its workflows make them.

import type {
  RecoveryPointDocument,
  RecoveryPointItem,
} from '../../../../src/commands/recovery-points/show.result.js';
import type {
  RecoveryPointsDay,
  RecoveryPointsDocument,
  RecoveryPointsItem,
  RecoveryPointsMachine,
} from '../../../../src/commands/recovery-points/list.result.js';

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers';
const VAULT = { id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`, name: 'rsv-prod' };
const KEY_VAULT = { id: `${GROUP}/Microsoft.KeyVault/vaults/kv-prod`, name: 'kv-prod' };

function machineNamed(name: string): RecoveryPointsItem['vm'] {
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

/** A point of a machine; in both tiers unless told otherwise. */
function listedPoint(
  vm: string,
  time: string,
  more: Partial<RecoveryPointsItem> = {},
): RecoveryPointsItem {
  return {
    vm: machineNamed(vm),
    vault: VAULT,
    name: `3679848310853${time.slice(8, 10)}`,
    time,
    ageSeconds: 64_800,
    consistency: 'AppConsistent',
    tiers: [
      { tier: 'snapshot', status: 'Valid' },
      { tier: 'vault', status: 'Valid' },
    ],
    expiryTime: '2027-02-20T18:00:08Z',
    ruleName: null,
    softDeleted: false,
    threat: { status: 'unknown', threats: [] },
    encrypted: true,
    ...more,
  };
}

/** A machine with its points listed; none missing unless told otherwise. */
export function listedMachine(
  name: string,
  more: Partial<RecoveryPointsMachine> = {},
): RecoveryPointsMachine {
  return {
    vm: machineNamed(name),
    outcome: 'listed',
    vault: VAULT,
    policy: 'daily-90-days',
    protectionState: 'Protected',
    softDelete: null,
    points: 2,
    oldest: '2026-11-21T22:40:00Z',
    newest: '2026-11-22T22:41:00Z',
    firstDay: '2026-11-21',
    lastDay: '2026-11-23',
    daysWithoutPoint: 0,
    daysMissing: 0,
    gaps: [],
    days: [],
    error: null,
    ...more,
  };
}

/** A list of machines and points. */
export function recoveryPoints(
  machines: RecoveryPointsMachine[],
  items: RecoveryPointsItem[],
  more: Partial<RecoveryPointsDocument> = {},
): RecoveryPointsDocument {
  return {
    kind: 'recovery-points',
    schemaVersion: 1,
    calendar: false,
    since: null,
    until: null,
    tier: null,
    machines,
    items,
    summary: {
      total: items.length,
      machines: machines.length,
      oldest: items.at(-1)?.time ?? null,
      newest: items[0]?.time ?? null,
      daysWithoutPoint: 0,
      daysMissing: 0,
    },
    ...more,
  };
}

export const POINTS_OF_ONE = recoveryPoints(
  [listedMachine('VM005', { points: 3 })],
  [
    listedPoint('VM005', '2026-11-22T22:41:00Z'),
    listedPoint('VM005', '2026-11-21T22:40:00Z', {
      ageSeconds: 151_260,
      consistency: 'CrashConsistent',
      threat: {
        status: 'infected',
        threats: [{ title: 'Ransomware behavior', severity: 'High', state: null }],
      },
      tiers: [
        { tier: 'snapshot', status: 'Deleted' },
        { tier: 'vault', status: 'Valid' },
      ],
    }),
    listedPoint('VM005', '2026-11-20T22:40:00Z', {
      ageSeconds: 237_660,
      consistency: 'FileSystemConsistent',
      tiers: [{ tier: 'archive', status: 'Rehydrated' }],
      expiryTime: null,
      softDeleted: true,
    }),
  ],
);

const FAILED = listedMachine('VM009', {
  outcome: 'failed',
  points: 0,
  oldest: null,
  newest: null,
  firstDay: null,
  lastDay: null,
  daysMissing: null,
  error: {
    code: 'AZB_UNAVAILABLE',
    azureCode: 'ServiceUnavailable',
    message: 'Azure could not list the recovery points of VM009 (HTTP 503)',
    causes: [],
    fix: [],
  },
});

export const POINTS_OF_SEVERAL = recoveryPoints(
  [
    listedMachine('VM005', { points: 1, oldest: '2026-11-22T22:41:00Z' }),
    listedMachine('VM011', {
      policy: null,
      protectionState: 'ProtectionStopped',
      softDelete: { deletedAt: '2026-11-20T08:00:00Z', remainingSeconds: 950_400 },
      daysWithoutPoint: 3,
      daysMissing: null,
      gaps: [{ from: '2026-11-20', to: '2026-11-22', days: 3, missing: null }],
    }),
    listedMachine('VM014', {
      points: 0,
      oldest: null,
      newest: null,
      daysWithoutPoint: 9,
      daysMissing: 8,
      gaps: Array.from({ length: 8 }, (_, index) => ({
        from: `2026-11-0${index + 1}`,
        to: `2026-11-0${index + 1}`,
        days: 1,
        missing: 1,
      })),
    }),
    listedMachine('VM003', {
      protectionState: 'IRPending',
      points: 0,
      oldest: null,
      newest: null,
      firstDay: null,
      lastDay: null,
    }),
    FAILED,
  ],
  [
    listedPoint('VM005', '2026-11-22T22:41:00Z'),
    listedPoint('VM011', '2026-11-22T22:41:00Z', { encrypted: false }),
  ],
  { since: '2026-10-24T16:41:00Z', tier: 'vault' },
);

/** Days from the first of a month, by a letter each. */
function daysOf(month: string, letters: string): RecoveryPointsDay[] {
  return Array.from(letters).map((letter, index) => ({
    date: `${month}-${String(index + 1).padStart(2, '0')}`,
    ...dayOf(letter),
  }));
}

function dayOf(letter: string): Omit<RecoveryPointsDay, 'date'> {
  switch (letter) {
    case 'v':
      return { points: 1, tiers: ['vault'], state: 'points' };
    case 'b':
      return { points: 1, tiers: ['snapshot', 'vault'], state: 'points' };
    case 's':
      return { points: 6, tiers: ['snapshot'], state: 'points' };
    case 'a':
      return { points: 1, tiers: ['archive'], state: 'points' };
    case 'm':
      return { points: 12, tiers: ['vault', 'archive'], state: 'points' };
    case 'x':
      return { points: 1, tiers: [], state: 'points' };
    case '!':
      return { points: 0, tiers: [], state: 'missing' };
    case '?':
      return { points: 0, tiers: [], state: 'pending' };
    case '-':
      return { points: 0, tiers: [], state: 'left-out' };
    default:
      return { points: 0, tiers: [], state: 'none' };
  }
}

export const CALENDAR = recoveryPoints(
  [
    listedMachine('VM005', {
      points: 96,
      oldest: '2026-08-31T18:00:08Z',
      firstDay: '2026-08-31',
      daysWithoutPoint: 9,
      daysMissing: 7,
      gaps: [
        { from: '2026-09-04', to: '2026-09-05', days: 2, missing: 0 },
        { from: '2026-10-07', to: '2026-10-07', days: 1, missing: 1 },
        { from: '2026-11-14', to: '2026-11-19', days: 6, missing: 6 },
      ],
      days: [
        ...daysOf('2026-08', `${'.'.repeat(30)}a`).slice(30),
        ...daysOf('2026-09', `axm..${'v'.repeat(25)}`),
        ...daysOf('2026-10', `vvvvvv!${'v'.repeat(24)}`),
        ...daysOf('2026-11', `${'v'.repeat(13)}!!!!!!v-bs?`),
      ],
    }),
    listedMachine('VM016', {
      points: 0,
      oldest: null,
      newest: null,
      firstDay: null,
      lastDay: null,
    }),
  ],
  [listedPoint('VM005', '2026-11-22T22:41:00Z')],
  { calendar: true },
);

/** A point in full; of a machine with BEK and KEK unless told otherwise. */
export function recoveryPoint(more: Partial<RecoveryPointItem> = {}): RecoveryPointDocument {
  const { encrypted, ...point } = listedPoint('VM005', '2026-11-22T22:41:00Z');
  const item: RecoveryPointItem = {
    ...point,
    outcome: 'found',
    policy: 'daily-90-days',
    protectionState: 'Protected',
    osType: 'Windows',
    vmSize: 'Standard_D2s_v5',
    managedDisks: true,
    securityType: 'None',
    zones: [],
    disks: null,
    archiveReadiness: {
      ready: false,
      reason:
        'Recovery point cannot be moved to Archive tier due to insufficient retention duration specified in policy.. Update policy on the protected item with appropriate retention setting and try again.',
    },
    encrypted,
    encryption: {
      mechanism: 'SinglePass',
      secret: {
        url: 'https://kv-prod.vault.azure.net/secrets/B6F5/0123456789abcdef',
        keyVault: KEY_VAULT,
        name: 'B6F5',
        version: '0123456789abcdef',
        backedUp: true,
      },
      key: {
        url: 'https://kv-prod.vault.azure.net/keys/kek/fedcba9876543210',
        keyVault: KEY_VAULT,
        name: 'kek',
        version: 'fedcba9876543210',
        backedUp: true,
      },
    },
    ...more,
  };
  return { kind: 'recovery-point', schemaVersion: 1, items: [item], summary: { total: 1 } };
}

export const POINT_WITH_DISKS = recoveryPoint({
  expiryTime: null,
  ruleName: 'Daily',
  osType: 'Linux',
  managedDisks: false,
  securityType: 'TrustedLaunch',
  zones: ['1', '2'],
  disks: {
    included: [
      { lun: -1, name: 'VM005_OsDisk' },
      { lun: 0, name: 'data' },
    ],
    excluded: [{ lun: 1, name: 'scratch' }],
    includedCount: 2,
    attachedCount: 3,
  },
  archiveReadiness: { ready: true, reason: '' },
  encryption: {
    mechanism: 'DoublePass',
    secret: {
      url: 'https://kv-prod.vault.azure.net/secrets/B6F5',
      keyVault: KEY_VAULT,
      name: 'B6F5',
      version: null,
      backedUp: false,
    },
    key: null,
  },
});

export const POINT_WITHOUT_ADE = recoveryPoint({
  encrypted: false,
  encryption: null,
  archiveReadiness: null,
  osType: null,
  vmSize: null,
});
