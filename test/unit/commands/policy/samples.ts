// Documents of the commands under `azbackup policy`, for views and formats.

import type {
  PolicyChangeDocument,
  PolicyChangeItem,
  PolicyDiffDocument,
  PolicyItem,
  PolicyListDocument,
  PolicyShowDocument,
  PolicyTermsDocument,
} from '../../../../src/commands/policy/result.js';
import type { ResultDocument } from '../../../../src/commands/catalogue.js';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod';
const VAULT = {
  id: `${GROUP}/providers/Microsoft.RecoveryServices/vaults/rsv-prod`,
  name: 'rsv-prod',
};
const LEGACY = { id: VAULT.id.replace('rsv-prod', 'rsv-legacy'), name: 'rsv-legacy' };

const machine = (name: string) => ({
  id: `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`,
  name,
});

const DEFAULT: PolicyTermsDocument = {
  policyType: 'Standard',
  timeZone: 'UTC',
  schedule: {
    frequency: 'Daily',
    times: ['22:30'],
    days: [],
    everyHours: null,
    windowHours: null,
  },
  retention: { daily: { days: 30 }, weekly: null, monthly: null, yearly: null },
  instantRestoreDays: 2,
  archive: null,
  snapshotGroup: null,
  snapshotConsistency: null,
};

const NIGHTLY: PolicyTermsDocument = {
  ...DEFAULT,
  timeZone: 'Tokyo Standard Time',
  schedule: { ...DEFAULT.schedule, times: ['02:00'] },
  retention: {
    daily: { days: 30 },
    weekly: { weeks: 12, on: ['Sunday', 'Wednesday'] },
    monthly: { months: 12, on: { format: 'Daily', dates: [1, 15, 'Last'] } },
    yearly: {
      years: 7,
      in: ['January', 'July'],
      on: { format: 'Weekly', weeks: ['First'], days: ['Sunday'] },
    },
  },
  archive: { mode: 'after', count: 3, unit: 'Months' },
  snapshotGroup: { prefix: 'rg-snapshots-', suffix: '-jp' },
};

const OFTEN: PolicyTermsDocument = {
  ...DEFAULT,
  policyType: 'Enhanced',
  schedule: {
    frequency: 'Hourly',
    times: ['08:00'],
    days: [],
    everyHours: 4,
    windowHours: 12,
  },
  instantRestoreDays: 7,
  snapshotConsistency: 'OnlyCrashConsistent',
};

const WEEKLY: PolicyTermsDocument = {
  ...DEFAULT,
  schedule: { ...DEFAULT.schedule, frequency: 'Weekly', days: ['Sunday', 'Wednesday'] },
  retention: {
    ...DEFAULT.retention,
    daily: null,
    weekly: { weeks: 12, on: ['Sunday', 'Wednesday'] },
  },
  instantRestoreDays: 5,
  archive: { mode: 'recommended' },
};

function item(
  name: string,
  terms: PolicyTermsDocument,
  members: Partial<PolicyItem> = {},
): PolicyItem {
  return {
    policy: { id: `${VAULT.id}/backupPolicies/${name}`, name },
    vault: VAULT,
    terms,
    zone: terms.timeZone === 'UTC' ? 'UTC' : 'Asia/Tokyo',
    protectedItems: 0,
    nextBackup: '2026-11-23T17:00:00Z',
    unknownFields: [],
    ...members,
  };
}

const NIGHTLY_ITEM = item('nightly', NIGHTLY, { protectedItems: 3 });

const LIST: PolicyListDocument = {
  kind: 'policy-list',
  schemaVersion: 1,
  items: [
    item('DefaultPolicy', DEFAULT, { vault: LEGACY, protectedItems: 1 }),
    NIGHTLY_ITEM,
    item('often', OFTEN),
    item('weekly', WEEKLY, { zone: null }),
  ],
  summary: { total: 4, vaults: 2 },
};

function show(of: PolicyItem): PolicyShowDocument {
  return { kind: 'policy-show', schemaVersion: 1, items: [of], summary: { total: 1 } };
}

const DIFF: PolicyDiffDocument = {
  kind: 'policy-diff',
  schemaVersion: 1,
  same: false,
  left: `${VAULT.id}/backupPolicies/nightly`,
  right: `${LEGACY.id}/backupPolicies/nightly`,
  items: [
    { field: 'schedule', before: '--daily 02:00', after: '--weekly sun@02:00' },
    { field: 'retention.weekly', before: null, after: 'weekly=12@sun' },
  ],
  summary: { differences: 2 },
};

function change(
  name: string,
  members: Partial<PolicyChangeItem>,
  dryRun = false,
): PolicyChangeDocument {
  const changed: PolicyChangeItem = {
    policy: { id: `${VAULT.id}/backupPolicies/${name}`, name },
    vault: VAULT,
    outcome: 'created',
    terms: NIGHTLY,
    zone: 'Asia/Tokyo',
    nextBackup: '2026-11-23T17:00:00Z',
    differences: [],
    machines: [],
    operationId: null,
    seconds: null,
    changes: [],
    error: null,
    ...members,
  };
  return {
    kind: 'policy-change',
    schemaVersion: 1,
    dryRun,
    items: [changed],
    summary: { total: 1, outcomes: { [changed.outcome]: 1 }, changes: 0 },
  };
}

const DIFFERENCES = [
  { field: 'retention.weekly', before: 'weekly=12@sun', after: 'weekly=8@sun' },
  { field: 'retention.yearly', before: 'yearly=7@jan:1', after: null },
];
const MACHINES = [machine('VM005'), machine('VM014')];
const OPERATION = '1f0c8a52-7c1e-4c57-9f0e-5d5c9d1f0c77';

/** Every view of policies. */
export const POLICY_SAMPLES: readonly (readonly [string, ResultDocument])[] = [
  ['policy-list', LIST],
  ['policy-show', show(NIGHTLY_ITEM)],
  ['policy-show-hourly', show(item('often', OFTEN, { nextBackup: null }))],
  ['policy-show-unknown', show(item('weekly', WEEKLY, { unknownFields: ['newThing', 'other'] }))],
  ['policy-diff', DIFF],
  [
    'policy-diff-same',
    { ...DIFF, same: true, right: 'nightly.json', items: [], summary: { differences: 0 } },
  ],
  ['policy-created', change('nightly', {})],
  ['policy-unchanged', change('nightly', { outcome: 'unchanged' })],
  [
    'policy-planned',
    change(
      'nightly',
      {
        outcome: 'planned',
        differences: DIFFERENCES,
        machines: MACHINES,
        changes: [
          {
            id: 'update-policy:nightly',
            type: 'put-policy',
            target: `${VAULT.id}/backupPolicies/nightly`,
            details: {
              change: 'update',
              policy: 'nightly',
              words: ['weekly=12@sun -> weekly=8@sun', 'yearly=7@jan:1 -> none'],
            },
            status: 'planned',
            operationId: null,
            jobId: null,
            seconds: null,
          },
        ],
      },
      true,
    ),
  ],
  [
    'policy-updated',
    change('nightly', { outcome: 'updated', differences: DIFFERENCES, machines: MACHINES }),
  ],
  [
    'policy-deleted',
    change('nightly', { outcome: 'deleted', terms: null, zone: null, nextBackup: null }),
  ],
  ['policy-declined', change('nightly', { outcome: 'declined' })],
  [
    'policy-interrupted',
    change('nightly', { outcome: 'interrupted', machines: MACHINES, operationId: OPERATION }),
  ],
  [
    'policy-failed',
    change('nightly', {
      outcome: 'failed',
      error: {
        code: 'AZB_REFUSED',
        azureCode: 'BMSUserErrorInvalidPolicyInput',
        message: 'Azure refused to begin the change of the backup policy nightly',
        causes: ['Input for create or update policy is not in proper format'],
        fix: [],
      },
    }),
  ],
];
