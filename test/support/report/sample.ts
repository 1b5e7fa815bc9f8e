// A report with every outcome in it, of as many machines as are asked for: for the tests of its page.

import type { ReportDocument } from '../../../src/commands/report/result.js';
import type { GateDemand } from '../../../src/commands/gate/result.js';
import type { JobItem } from '../../../src/commands/jobs/result.js';
import type { RetirementInventoryItem } from '../../../src/commands/retirement/inventory.result.js';
import type { RetirementKeysItem } from '../../../src/commands/retirement/keys/result.js';
import type { RetirementPointsDocument } from '../../../src/commands/retirement/points.result.js';
import type { StatusItem } from '../../../src/commands/status/result.js';
import { GATE_OUTCOMES } from '../../../src/domain/gate/outcome.js';
import { GATE_RULES } from '../../../src/domain/gate/demand.js';
import { WAYS_OUT } from '../../../src/domain/retirement/way-out.js';

const SUBSCRIPTION = '5b0f7c1e-2f43-4c5b-8f0e-00000000abcd';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-production-01/providers`;
const VAULT = {
  id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-production-westeurope-01`,
  name: 'rsv-production-westeurope-01',
};
const NOW = '2026-11-30T01:00:00Z';
const TO = '2026-11-30';

interface Resource {
  readonly id: string;
  readonly name: string;
}

function machine(index: number): Resource {
  const name = `app-prod-${String(index).padStart(5, '0')}`;
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

function pick<T>(from: readonly [T, ...T[]], index: number): T {
  return from[index % from.length] ?? from[0];
}

/** An id of Azure's form, another one for each number. */
export function guid(index: number): string {
  return `5b0f7c1e-2f43-4c5b-8f0e-${(index + 0xabc0000).toString(16).padStart(12, '0')}`;
}

function dayBefore(days: number): string {
  return new Date(Date.parse(TO) - days * 86_400_000).toISOString().slice(0, 10);
}

const STATES = [
  'protected',
  'error',
  'protected',
  'not-protected',
  'protected',
  'stopped',
  'soft-deleted',
  'protected',
  'waiting-for-first-backup',
  'paused',
  'machine-gone',
  'elsewhere',
  'failed',
] as const;

const ERROR = {
  code: 'AZB_JOB_FAILED',
  azureCode: 'UserErrorKeyVaultPermissionsNotConfigured',
  message: 'Backup failed: UserErrorKeyVaultPermissionsNotConfigured',
  causes: [
    'Azure Backup Service does not have sufficient permissions to Key Vault.',
    `job ${guid(7)} in rsv-production`,
  ],
  fix: [`azbackup grant-access --vm app-prod-00001 --subscription ${SUBSCRIPTION}`],
};

function statusItem(vm: Resource, index: number): StatusItem {
  const outcome = pick(STATES, index);
  const isFailed = outcome === 'error';
  return {
    vm,
    outcome,
    machineGone: outcome === 'machine-gone',
    vault: outcome === 'not-protected' ? null : VAULT,
    policy: outcome === 'not-protected' ? null : 'daily-90-days',
    protectionState: 'Protected',
    lastBackup: { status: 'Completed', time: NOW, ageSeconds: 3600 },
    lastRecoveryPoint:
      index % 3 === 0 ? null : { time: '2026-11-29T18:00:00Z', ageSeconds: 25_200 },
    tooOld: index % 5 === 0,
    lastError: isFailed
      ? {
          jobId: guid(index),
          code: ERROR.azureCode,
          message: 'No access.',
          meaning: null,
          fix: [],
          time: NOW,
        }
      : null,
    softDelete: null,
    encryption: {
      kind: 'ade',
      pass: 'single',
      state: 'encrypted',
      keyEncryptionKey: index % 2 === 0,
      disks: 'managed',
      secrets: [],
      keys: [],
      evidence: [],
    },
    keyAccess: pick(['granted', 'lacking', 'unknown', null], index),
    keyHealth: null,
    excludedDisks: index % 7 === 3 ? [{ lun: 1, name: `${vm.name}_logs` }] : [],
    findings: [],
    error: outcome === 'failed' ? ERROR : null,
  };
}

const TIERS: readonly [Tiers, ...Tiers[]] = [
  ['vault'],
  ['archive'],
  ['snapshot', 'archive'],
  ['snapshot'],
  [],
];
function drillsOf(vms: readonly Resource[]): ReportDocument['drills'] {
  const limits = { limitSeconds: 14_400 };
  return {
    kind: 'drill-report',
    schemaVersion: 1,
    from: 'records',
    items: vms.map((vm, index) => ({
      vm,
      outcome: index === 0 ? 'failed' : 'passed',
      drills: index + 1,
      lastPassed: index === 0 ? null : `${dayBefore(index)}T02:00:00Z`,
      newest: {
        id: `20261123-0000000${index}`,
        started: `${dayBefore(index)}T02:00:00Z`,
        cleanup: index === 1 ? 'leftovers' : 'clean',
        recoveryPointTime: `${dayBefore(index + 1)}T18:00:00Z`,
        rto: { ...limits, seconds: index === 0 ? null : 2379 },
        rpo: { ...limits, seconds: 30_000 },
        reasons: index === 0 ? ['script: exit code 3: <inactive>'] : [],
      },
    })),
    rto: null,
    causes: [],
    leftovers: [],
    invalidFiles: [],
    summary: {
      total: vms.length,
      outcomes: { failed: 1, passed: vms.length - 1 },
      files: vms.length,
      drills: vms.length,
      drillOutcomes: { failed: 1, passed: vms.length - 1 },
    },
  };
}

type Tiers = ReportDocument['calendar']['items'][number]['days'][number]['tiers'];

function calendarItem(vm: Resource, index: number): ReportDocument['calendar']['items'][number] {
  const missed = [3, 9, 10, 17, 24].slice(0, index % 6).map((days) => dayBefore(days));
  const days = Array.from({ length: 29 }, (_, day) => dayBefore(29 - day));
  return {
    vm,
    vault: VAULT,
    policy: 'daily-90-days',
    days: days
      .filter((day) => !missed.includes(day))
      .map((day, at) => ({
        day,
        points: at === 4 ? 2 : 1,
        tiers: at > 26 ? ['snapshot', 'vault'] : pick(TIERS, Math.floor(at / 20) * index),
        encrypted: true,
      })),
    missed,
    threats:
      index % 13 === 4
        ? [{ name: '1234', time: `${dayBefore(2)}T18:00:00Z`, status: 'infected', threats: '' }]
        : [],
    unread: index % 11 === 10 ? 'the hourly limit of recovery point reads is reached' : null,
  };
}

function gateItem(
  vm: Resource,
  index: number,
): NonNullable<ReportDocument['gate']>['items'][number] {
  const results = GATE_RULES.map((rule, at): GateDemand => {
    const outcome = pick(GATE_OUTCOMES, index + at);
    return {
      rule,
      block: 'production',
      requirement: rule,
      line: 4 + at,
      column: 7,
      outcome,
      reason: `${vm.name} misses ${rule}, reason ${index % 4}`,
      known: outcome === 'not-met' && index % 2 === 0,
      waiver:
        outcome === 'waived'
          ? { reason: 'until March', expires: '2027-03-01T00:00:00Z', line: 30, expired: false }
          : null,
      fingerprint: guid(at),
    };
  });
  return { vm, outcome: pick(['not-met', 'unknown', 'met'], index), results };
}

function inventoryItem(vm: Resource, index: number): RetirementInventoryItem {
  return {
    vm,
    outcome: pick([...WAYS_OUT, 'failed'], index),
    reason: 'the OS disk of Linux cannot be decrypted',
    machine: 'there',
    resourceGroup: 'rg-production-01',
    location: 'westeurope',
    osType: index % 2 === 0 ? 'Linux' : 'Windows',
    size: 'Standard_D2s_v5',
    sizeCanEncryptAtHost: true,
    belongsTo: null,
    encryption: 'ade',
    ade: {
      pass: 'single',
      state: 'encrypted',
      volumes: 'all',
      bareDisks: [],
      keyEncryptionKey: true,
      secrets: [],
      keys: [],
      keyVaults: ['kv-production'],
    },
    protection: [
      {
        vault: VAULT,
        policy: 'daily-90-days',
        protectionState: 'Protected',
        points: 29,
        encryptedPoints: index % 7 === 6 ? null : 29,
        afterDeadline: 0,
        expiry: pick(['at', 'at', 'at', 'never', 'unknown', 'none'], index),
        lastExpiry: index % 6 < 3 ? `2027-0${1 + (index % 9)}-15T18:00:00Z` : null,
        unread: null,
      },
    ],
    error: null,
  };
}

const KEY_OUTCOMES = ['from', 'in-use', 'never', 'unknown'] as const;

function keyItem(vm: Resource, index: number): RetirementKeysItem {
  const outcome = pick(KEY_OUTCOMES, index);
  const version = guid(index + 5000).replaceAll('-', '');
  const name = index % 2 === 0 ? guid(index + 9000) : `kek-${vm.name}`;
  return {
    outcome,
    object: index % 2 === 0 ? 'secret' : 'key',
    url: `https://kv-production.vault.azure.net/keys/${name}/${version}`,
    keyVault: 'kv-production',
    name,
    version,
    points: 29,
    lastPoint: { vm, name: '649519847806993', time: NOW, expiry: '2027-02-27T18:00:08Z' },
    notBefore: outcome === 'never' ? null : `2027-0${1 + (index % 9)}-27T18:00:08Z`,
    deleteFrom: outcome === 'from' ? '2027-02-28' : null,
    usedBy: outcome === 'in-use' ? [vm] : [],
    reasons: outcome === 'unknown' ? [`a point of ${vm.name} does not name its keys`] : [],
  };
}

function pointsDocument(machines: readonly Resource[]): RetirementPointsDocument {
  const horizon = {
    rule: 'daily',
    count: 90,
    day: '2028-06-17',
    run: '2028-06-17T18:00:00Z',
  } as const;
  return {
    kind: 'retirement-points',
    schemaVersion: 1,
    deadline: '2028-09-15T00:00:00Z',
    after: '2028-09-15T00:00:00Z',
    policies: (['not-yet', 'shorten', 'immutable', 'too-late', 'unknown'] as const).map(
      (verdict) => ({
        policy: {
          id: `${VAULT.id}/backupPolicies/daily-90-days-${verdict}`,
          name: `daily-90-days-${verdict}`,
        },
        vault: VAULT,
        machines: 3,
        verdict,
        from: verdict === 'unknown' ? null : horizon,
        rules: [],
        change:
          verdict === 'shorten'
            ? {
                command: `azbackup policy update daily-90-days-shorten --vault ${VAULT.name} --daily 30`,
                until: horizon,
              }
            : null,
      }),
    ),
    items: machines.slice(0, 20).map((vm, index) => ({
      vm,
      outcome: index % 2 === 0 ? ('after' as const) : ('unknown' as const),
      vault: VAULT,
      policy: null,
      name: String(841_681_394_559_000 + index),
      time: NOW,
      tiers: ['vault'],
      expiry: index % 2 === 0 ? '2029-01-01T00:00:00Z' : null,
      basis: 'policy' as const,
      remedy: index % 2 === 0 ? ('expire' as const) : ('restore-and-reprotect' as const),
      next: [],
    })),
    failed: [],
    summary: { total: 20, outcomes: {}, machines: machines.length, points: 29 * machines.length },
  };
}

function jobItem(vm: Resource, index: number): JobItem {
  return {
    jobId: guid(index + 2000),
    vault: VAULT,
    vm: { ...vm, resourceGroup: 'rg-production-01', sharedName: index % 9 === 0 },
    operation: index % 4 === 0 ? 'Restore' : 'Backup',
    status: 'Failed',
    startTime: NOW,
    endTime: NOW,
    seconds: 95,
    percent: null,
    remainingSeconds: null,
    tasks: [],
    properties: {},
    error: index % 3 === 0 ? null : ERROR,
    next: [],
    outcome: 'failed',
  };
}

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** The document. Its numbers are counted from its parts. */
export function reportSample({ machines: count }: { readonly machines: number }): ReportDocument {
  const machines = Array.from({ length: count }, (_, index) => machine(index));
  const status = machines.map((vm, index) => statusItem(vm, index));
  const calendar = machines.map((vm, index) => calendarItem(vm, index));
  const gate = machines.map((vm, index) => gateItem(vm, index));
  const inventory = machines.map((vm, index) => inventoryItem(vm, index));
  const keys = machines.map((vm, index) => keyItem(vm, index));
  const jobs = machines
    .filter((_, index) => index % 4 === 0)
    .map((vm, index) => jobItem(vm, index));
  const items = machines.map((vm, index) => ({
    vm,
    outcome: pick(['safe', 'not-safe', 'unknown'] as const, index),
    reasons: index % 3 === 0 ? [] : [`${vm.name} is not backed up`],
    missedDays: calendar[index]?.missed.length ?? 0,
    pointsAfterDeadline: 0,
  }));
  const outcomes = tally(items.map(({ outcome }) => outcome));
  return {
    kind: 'report',
    schemaVersion: 1,
    time: NOW,
    complete: false,
    unread: [`The jobs of ${VAULT.name} could not be read: ${guid(1)} has no right.`],
    file: null,
    headline: `${outcomes['safe'] ?? 0} of ${count} VMs are backed up with usable keys.`,
    items,
    status: {
      kind: 'status',
      schemaVersion: 1,
      items: status,
      summary: { total: count, outcomes: tally(status.map(({ outcome }) => outcome)), tooOld: 0 },
    },
    calendar: { from: dayBefore(29), to: TO, items: calendar },
    gate: {
      kind: 'gate',
      schemaVersion: 1,
      file: 'azbackup.gate.yaml',
      verdict: 'not-met',
      unknown: 'fail',
      baseline: null,
      items: gate,
      waivers: (['in-use', 'unused', 'expired'] as const).map((state) => ({
        rule: 'protected',
        scope: `vm ${state}`,
        reason: 'until March',
        expires: '2027-03-01T00:00:00Z',
        line: 30,
        state,
      })),
      summary: {
        total: count,
        outcomes: tally(gate.map(({ outcome }) => outcome)),
        results: tally(gate.flatMap(({ results }) => results.map(({ outcome }) => outcome))),
        known: 1,
      },
    },
    inventory: {
      kind: 'retirement-inventory',
      schemaVersion: 1,
      deadline: '2028-09-15T00:00:00Z',
      items: inventory,
      summary: {
        total: count,
        outcomes: tally(inventory.map(({ outcome }) => outcome)),
        pointsAfterDeadline: 10,
        unread: 0,
      },
    },
    points: pointsDocument(machines),
    keys: {
      kind: 'retirement-keys',
      schemaVersion: 1,
      items: keys,
      gaps: ['the points of one vault were not looked at'],
      failed: [],
      summary: {
        total: count,
        outcomes: tally(keys.map(({ outcome }) => outcome)),
        machines: count,
        points: 29 * count,
        unnamed: 0,
      },
    },
    jobs: { items: jobs, failed: [{ vault: VAULT, error: ERROR }] },
    drills: drillsOf(machines.slice(0, 4)),
    next: (['now', 'soon', 'before-retirement'] as const).map((urgency) => ({
      problem: `${count} VMs are to be looked at ${urgency}.`,
      urgency,
      vms: machines,
      commands: [`azbackup status --all --subscription ${SUBSCRIPTION}`, 'ask the owner'],
    })),
    summary: {
      total: count,
      outcomes,
      safe: outcomes['safe'] ?? 0,
      unknown: outcomes['unknown'] ?? 0,
      missedDays: calendar.reduce((sum, { missed }) => sum + missed.length, 0),
      pointsAfterDeadline: 10,
    },
  };
}
