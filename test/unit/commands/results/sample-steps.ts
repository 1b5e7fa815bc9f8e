// One step of each kind, and events as the engine sends them while two of them run.

import type { PolicyTerms } from '../../../../src/domain/backup-policy/policy.js';
import type { EngineEvent, StepReference } from '../../../../src/steps/events.js';
import { joinFamilies } from '../../../../src/steps/family.js';
import { jobFamily } from '../../../../src/steps/jobs/describe.js';
import type { JobStep } from '../../../../src/steps/jobs/step.js';
import { policyFamily } from '../../../../src/steps/policy/describe.js';
import type { PolicyStep } from '../../../../src/steps/policy/step.js';
import { protectionFamily } from '../../../../src/steps/protection/describe.js';
import type { ProtectionStep } from '../../../../src/steps/protection/step.js';
import { roleFamily } from '../../../../src/steps/roles/describe.js';
import type { RoleStep } from '../../../../src/steps/roles/step.js';
import { vaultFamily } from '../../../../src/steps/vault/describe.js';
import type { VaultStep } from '../../../../src/steps/vault/step.js';
import { keyFamily } from '../../../../src/commands/keys/describe.js';
import type { KeyStep } from '../../../../src/commands/keys/step.js';
import { KEY_VAULT_ID, machine, VAULT } from './sample-documents.js';

/** A step of the families below. */
type SampleStep = RoleStep | VaultStep | ProtectionStep | JobStep | PolicyStep | KeyStep;

/** The description of all steps of this file. */
export const sampleFamily = joinFamilies(
  joinFamilies(roleFamily, joinFamilies(vaultFamily, protectionFamily)),
  joinFamilies(jobFamily, joinFamilies(policyFamily, keyFamily)),
);

const SUBSCRIPTION_ID = '00000000-0000-0000-0000-000000000001';
const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;
const PRINCIPAL = 'a1b2c3d4-0000-4000-8000-00000000009f';
const VM = machine('VM001').id;
const ROLE = 'azbackup-backup-reader';
const POLICY = `${VAULT.id}/backupPolicies/DefaultPolicy`;

const DEFINITION: RoleStep = {
  kind: 'put-role-definition',
  id: 'role',
  target: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/11111111`,
  after: [],
  vmIds: [VM],
  change: 'create',
  subscriptionId: SUBSCRIPTION_ID,
  roleGuid: '11111111',
  roleName: ROLE,
  description: '',
  dataActions: ['a', 'b', 'c', 'd', 'e'],
  assignableScopes: [SUBSCRIPTION],
};

const ASSIGNMENT: RoleStep = {
  kind: 'put-role-assignment',
  id: 'assignment',
  target: KEY_VAULT_ID,
  after: ['role'],
  vmIds: [VM],
  scope: KEY_VAULT_ID,
  assignmentGuid: '22222222',
  roleDefinitionId: DEFINITION.target,
  roleName: ROLE,
  principalId: PRINCIPAL,
};

const KEY_OBJECT = {
  target: KEY_VAULT_ID,
  after: [],
  vmIds: [VM],
  vaultUrl: 'https://kv-prod-rbac.vault.azure.net',
  objectName: 'kek',
  version: '31942d2c7a5a071156a76f4bedd3a44a',
} as const;
const ITEM = { target: VAULT.id, after: [], vmIds: [VM], vaultId: VAULT.id, vmId: VM } as const;
const PROTECTION: ProtectionStep = {
  ...ITEM,
  kind: 'protect',
  id: 'protect',
  after: ['assignment'],
  policyId: POLICY,
  policyName: 'DefaultPolicy',
};

const ACCESS = {
  target: KEY_VAULT_ID,
  after: [],
  vmIds: [VM],
  tenantId: SUBSCRIPTION_ID,
  principalId: PRINCIPAL,
} as const;

/** What `enable --grant` does to a machine without a grant. */
export const GRANT_STEPS: readonly SampleStep[] = [DEFINITION, ASSIGNMENT, PROTECTION];

const NIGHTLY: PolicyTerms = {
  policyType: 'Standard',
  timeZone: 'Tokyo Standard Time',
  schedule: { frequency: 'Daily', times: ['02:00'], days: [] },
  retention: { daily: { days: 30 } },
  instantRestoreDays: 2,
};

/** One step of every kind. */
export const EVERY_STEP: readonly SampleStep[] = [
  ...GRANT_STEPS,
  { ...DEFINITION, id: 'extend', change: 'extend' },
  {
    kind: 'delete-role-assignment',
    id: 'unassign',
    target: KEY_VAULT_ID,
    after: [],
    vmIds: [VM],
    scope: KEY_VAULT_ID,
    assignmentGuid: '22222222',
    roleName: ROLE,
    principalId: PRINCIPAL,
  },
  {
    ...ACCESS,
    kind: 'add-access-policy',
    id: 'admit',
    keys: ['get', 'list', 'backup'],
    secrets: ['get', 'list', 'backup'],
  },
  { ...ACCESS, kind: 'remove-access-policy', id: 'dismiss', keys: [], secrets: ['backup'] },
  {
    kind: 'create-vault',
    id: 'vault',
    target: VAULT.id,
    after: [],
    vmIds: [VM],
    location: 'japaneast',
  },
  { ...ITEM, kind: 'backup', id: 'backup', expiry: '2026-12-23T16:41:00Z' },
  {
    kind: 'cancel-job',
    id: 'cancel',
    target: VAULT.id,
    after: [],
    vmIds: [],
    vaultId: VAULT.id,
    jobId: '4e2d0c3e-1111-4222-8333-944444444410',
    vmName: 'VM001',
    operation: 'Backup',
  },
  {
    kind: 'set-vault-redundancy',
    id: 'redundancy',
    target: VAULT.id,
    after: [],
    vmIds: [],
    redundancy: 'GeoRedundant',
    crossRegionRestore: true,
  },
  {
    kind: 'set-soft-delete-days',
    id: 'soft-delete',
    target: VAULT.id,
    after: [],
    vmIds: [],
    days: 30,
    previousDays: 14,
  },
  { ...ITEM, kind: 'stop', id: 'stop', retention: 'forever' },
  { ...ITEM, kind: 'stop', id: 'suspend', retention: 'per-policy' },
  { ...ITEM, kind: 'delete-data', id: 'delete', recoveryPoints: 40, keptDays: 14 },
  { ...ITEM, kind: 'delete-data', id: 'delete-for-good', keptDays: 0 },
  {
    kind: 'put-policy',
    id: 'create-policy',
    target: `${VAULT.id}/backupPolicies/nightly`,
    after: [],
    vmIds: [],
    change: 'create',
    vaultId: VAULT.id,
    policyName: 'nightly',
    terms: NIGHTLY,
    timesDate: '2026-11-23',
    words: ['--daily 02:00', '--time-zone Asia/Tokyo', '--keep daily=30'],
  },
  {
    kind: 'put-policy',
    id: 'update-policy',
    target: `${VAULT.id}/backupPolicies/nightly`,
    after: [],
    vmIds: [VM],
    change: 'update',
    vaultId: VAULT.id,
    policyName: 'nightly',
    terms: NIGHTLY,
    timesDate: '2026-11-23',
    words: ['daily=60 -> daily=30'],
  },
  {
    kind: 'delete-policy',
    id: 'delete-policy',
    target: `${VAULT.id}/backupPolicies/nightly`,
    after: [],
    vmIds: [],
    vaultId: VAULT.id,
    policyName: 'nightly',
  },
  { ...KEY_OBJECT, kind: 'recover-key', id: 'recover-key' },
  { ...KEY_OBJECT, kind: 'recover-secret', id: 'recover-secret' },
  { ...KEY_OBJECT, kind: 'restore-key', id: 'restore-key' },
  { ...KEY_OBJECT, kind: 'restore-secret', id: 'restore-secret' },
  {
    ...KEY_OBJECT,
    kind: 'set-secret',
    id: 'set-secret',
    contentType: 'Wrapped BEK',
    tags: { MachineName: 'VM001' },
  },
  { ...ITEM, kind: 'resume', id: 'resume', policyId: POLICY, policyName: 'DefaultPolicy' },
  {
    ...ITEM,
    kind: 'change-policy',
    id: 'policy',
    policyId: POLICY,
    policyName: 'Weekly',
    previousPolicyName: 'DefaultPolicy',
  },
  { ...ITEM, kind: 'undelete', id: 'undelete' },
];

const OPERATION_ID = '1f0c8a52-7c1e-4c57-9f0e-5d5c9d1f0c77';

function told(step: SampleStep): StepReference {
  const { id, kind, target, vmIds } = step;
  return { id, kind, target, vmIds, name: sampleFamily.name(step) };
}

function waiting(atSeconds: number): EngineEvent {
  const elapsedSeconds = atSeconds - 42;
  return {
    type: 'step.waiting',
    step: told(PROTECTION),
    elapsedSeconds,
    nextPollSeconds: 10,
    atSeconds,
  };
}

/** A run with a grant that takes a while, throttling, a step that fails and one that is skipped. */
export const EVENTS: readonly EngineEvent[] = [
  { type: 'step.started', step: told(DEFINITION), atSeconds: 1 },
  { type: 'step.done', step: told(DEFINITION), elapsedSeconds: 0.4, atSeconds: 1.4 },
  { type: 'step.started', step: told(ASSIGNMENT), atSeconds: 1.4 },
  {
    type: 'step.done',
    step: told(ASSIGNMENT),
    elapsedSeconds: 0.5,
    effectiveAfterSeconds: 40,
    atSeconds: 41.9,
  },
  { type: 'step.started', step: told(PROTECTION), atSeconds: 42 },
  {
    type: 'operation.accepted',
    step: told(PROTECTION),
    operationId: OPERATION_ID,
    atSeconds: 42.3,
  },
  waiting(52),
  waiting(62),
  waiting(72),
  {
    type: 'note',
    note: 'throttled',
    details: { seconds: 324, host: 'management.azure.com', attempt: 1 },
    atSeconds: 75,
  },
  { type: 'note', note: 'retrying', details: { seconds: 2, host: 'login' }, atSeconds: 76 },
  { type: 'note', note: 'propagating', details: { pauseSeconds: 30 }, atSeconds: 77 },
  { type: 'note', note: 'propagating', details: { pauseSeconds: 30 }, atSeconds: 107 },
  waiting(110),
  {
    type: 'step.done',
    step: told(PROTECTION),
    elapsedSeconds: 78,
    jobId: '4e2d0c3e-1111-4222-8333-944444444410',
    atSeconds: 120,
  },
  ...failingEvents(),
];

function failingEvents(): EngineEvent[] {
  const [policy, undelete] = EVERY_STEP.slice(-2);
  if (policy === undefined || undelete === undefined) {
    return [];
  }
  return [
    { type: 'step.started', step: told(policy), atSeconds: 121 },
    {
      type: 'step.failed',
      step: told(policy),
      code: 'UserErrorBackupOperationInProgress',
      message: 'Another operation\r\nis running.',
      elapsedSeconds: 1.2,
      atSeconds: 122.2,
    },
    { type: 'step.skipped', step: told(undelete), because: 'policy', atSeconds: 122.2 },
  ];
}
