// Puts steps, planned or carried out, into the `changes` of result documents.

import { forKind, type ByKind } from '../../domain/by-kind.js';
import type { StepResult } from '../../steps/apply.js';
import type { ChangeDocument } from './parts.js';
import type { Approvals, Step } from '../../steps/plan.js';
import type { KeyStep } from '../keys/plan.js';

/** A step as a change: planned when there is no result yet. */
export function changeDocument(step: Step, result?: StepResult): ChangeDocument {
  return {
    id: step.id,
    type: step.kind,
    target: step.target,
    details: forKind(DETAILS, step),
    status: result?.status ?? 'planned',
    operationId: operationIdOf(result) ?? null,
    jobId: result?.status === 'done' ? (result.jobId ?? null) : null,
    seconds: result === undefined || result.status === 'skipped' ? null : result.seconds,
  };
}

function operationIdOf(result: StepResult | undefined): string | undefined {
  return result?.status === 'done' || result?.status === 'running' ? result.operationId : undefined;
}

type Details = ChangeDocument['details'];

const roleAssignment = (
  step: Step & { readonly kind: 'put-role-assignment' | 'delete-role-assignment' },
): Details => ({
  roleName: step.roleName,
  principalId: step.principalId,
  assignment: step.assignmentGuid,
});

const accessPolicy = (
  step: Step & { readonly kind: 'add-access-policy' | 'remove-access-policy' },
): Details => ({
  principalId: step.principalId,
  keys: [...step.keys],
  secrets: [...step.secrets],
});

const protection = (
  step: Step & { readonly kind: 'protect' | 'resume' | 'change-policy' },
): Details => ({
  vm: step.vmId,
  policy: step.policyName,
  ...(step.previousPolicyName === undefined ? {} : { previousPolicy: step.previousPolicyName }),
  ...approvalsOf(step),
});

const DETAILS: ByKind<Step, [], Details> = {
  'put-role-definition': (step) => ({
    change: step.change,
    roleName: step.roleName,
    dataActions: [...step.dataActions],
    assignableScopes: [...step.assignableScopes],
  }),
  'put-role-assignment': roleAssignment,
  'delete-role-assignment': roleAssignment,
  'add-access-policy': accessPolicy,
  'remove-access-policy': accessPolicy,
  'create-vault': (step) => ({ location: step.location, ...keepingOf(step) }),
  'set-vault-redundancy': (step) => keepingOf(step),
  'set-soft-delete-days': (step) => ({
    days: step.days,
    ...(step.previousDays === undefined ? {} : { previousDays: step.previousDays }),
  }),
  protect: protection,
  resume: protection,
  'change-policy': protection,
  backup: (step) => ({ vm: step.vmId, expiry: step.expiry }),
  'cancel-job': (step) => ({ job: step.jobId, vmName: step.vmName, operation: step.operation }),
  undelete: (step) => ({ vm: step.vmId, ...approvalsOf(step) }),
  stop: (step) => ({ vm: step.vmId, retention: step.retention, ...approvalsOf(step) }),
  'delete-data': deletionDetails,
  'put-policy': (step) => ({
    change: step.change,
    policy: step.policyName,
    words: [...step.words],
    ...approvalsOf(step),
  }),
  'delete-policy': (step) => ({ policy: step.policyName }),
  'recover-key': keyDetails,
  'recover-secret': keyDetails,
  'restore-key': keyDetails,
  'restore-secret': keyDetails,
  'set-secret': keyDetails,
  'restore-disks': (step) => ({
    vm: step.vmId,
    recoveryPoint: step.point,
    stagingAccount: step.storageAccountId,
    location: step.location,
    ...(step.joins === undefined ? {} : { joins: step.joins }),
  }),
  'set-disk-encryption': (step) => ({ vm: step.vmId }),
  'create-interface': (step) => ({
    subnet: step.subnetId,
    location: step.location,
    ...(step.privateAddress === undefined ? {} : { privateAddress: step.privateAddress }),
    ...tagsOf(step),
  }),
  'create-machine': (step) => ({
    interface: step.interfaceId,
    location: step.location,
    osType: step.osType,
    zones: [...step.zones],
    ...(step.size === undefined ? {} : { size: step.size }),
    ...tagsOf(step),
  }),
  'put-ade-extension': (step) => ({ extensionType: step.extensionType }),
  'delete-staging': (step) => ({ vm: step.vmId, keepsTemplate: step.keepsTemplate }),
};

function tagsOf({ tags }: { readonly tags: Readonly<Record<string, string>> }): { tags: string[] } {
  return { tags: Object.entries(tags).map(([name, value]) => `${name}=${value}`) };
}

function deletionDetails(step: Extract<Step, { kind: 'delete-data' }>): ChangeDocument['details'] {
  return {
    vm: step.vmId,
    ...(step.recoveryPoints === undefined ? {} : { recoveryPoints: step.recoveryPoints }),
    keptDays: step.keptDays,
    ...approvalsOf(step),
  };
}

function keyDetails(step: KeyStep): ChangeDocument['details'] {
  return {
    objectName: step.objectName,
    ...(step.version === undefined ? {} : { version: step.version }),
    ...(step.kind === 'set-secret'
      ? {
          contentType: step.contentType,
          ...tagsOf(step),
        }
      : {}),
  };
}

function keepingOf({
  redundancy,
  crossRegionRestore,
}: Extract<Step, { kind: 'create-vault' | 'set-vault-redundancy' }>): ChangeDocument['details'] {
  return {
    ...(redundancy === undefined ? {} : { redundancy }),
    ...(crossRegionRestore === undefined ? {} : { crossRegionRestore }),
  };
}

function approvalsOf({ approvals = [] }: { readonly approvals?: Approvals }): {
  resourceGuardRequests?: string[];
} {
  return approvals.length === 0 ? {} : { resourceGuardRequests: [...approvals] };
}
