// Puts steps, planned or carried out, into the `changes` of result documents.

import type { StepResult } from '../engine/apply.js';
import type { ChangeDocument } from '../output/documents/parts.js';
import type { Step } from '../plans/plan.js';

/** A step as a change: planned when there is no result yet. */
export function changeDocument(step: Step, result?: StepResult): ChangeDocument {
  return {
    id: step.id,
    type: step.kind,
    target: step.target,
    details: detailsOf(step),
    status: result?.status ?? 'planned',
    operationId: operationIdOf(result) ?? null,
    jobId: result?.status === 'done' ? (result.jobId ?? null) : null,
    seconds: result === undefined || result.status === 'skipped' ? null : result.seconds,
  };
}

function operationIdOf(result: StepResult | undefined): string | undefined {
  return result?.status === 'done' || result?.status === 'running' ? result.operationId : undefined;
}

function detailsOf(step: Step): ChangeDocument['details'] {
  switch (step.kind) {
    case 'put-role-definition': {
      return {
        change: step.change,
        roleName: step.roleName,
        dataActions: [...step.dataActions],
        assignableScopes: [...step.assignableScopes],
      };
    }
    case 'put-role-assignment':
    case 'delete-role-assignment': {
      return {
        roleName: step.roleName,
        principalId: step.principalId,
        assignment: step.assignmentGuid,
      };
    }
    case 'add-access-policy':
    case 'remove-access-policy': {
      return { principalId: step.principalId, keys: [...step.keys], secrets: [...step.secrets] };
    }
    case 'create-vault': {
      return { location: step.location };
    }
    case 'protect':
    case 'resume':
    case 'change-policy': {
      return {
        vm: step.vmId,
        policy: step.policyName,
        ...(step.previousPolicyName === undefined
          ? {}
          : { previousPolicy: step.previousPolicyName }),
      };
    }
    case 'undelete': {
      return { vm: step.vmId };
    }
  }
}
