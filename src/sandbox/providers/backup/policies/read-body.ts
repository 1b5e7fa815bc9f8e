// Reads the body of a PUT of a policy. What a policy cannot be is refused as Azure refuses it, and what only the
// sandbox does not know is named.

import { z } from 'zod';
import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { describeIssues } from '../../../http/request-body.js';
import { INVALID_INPUT, INVALID_POLICY } from '../errors.js';
import { backupError } from '../response.js';
import { policyBodySchema, type PolicyBody } from './body.js';

/** Anything: the handler reads it, so that a vault which is not there is told first. */
export const anyBodySchema = z.unknown();

/** Workloads that Azure has policies for and the sandbox has not. OpenAPI ProtectionPolicy. */
const OTHER_WORKLOADS = [
  'AzureStorage',
  'AzureSql',
  'AzureWorkload',
  'GenericProtectionPolicy',
  'MAB',
];

const workloadSchema = z.looseObject({
  properties: z.looseObject({ backupManagementType: z.string() }),
});

/** The policy in a body; throws the Refusal of what is none. */
export function readPolicyBody(body: unknown): PolicyBody {
  const read = policyBodySchema.safeParse(body);
  if (read.success) {
    return read.data.properties;
  }
  const workload = workloadSchema.safeParse(body).data?.properties.backupManagementType ?? '';
  const isUnknown = read.error.issues.some(({ code }) => code === 'unrecognized_keys');
  if (isUnknown || OTHER_WORKLOADS.includes(workload)) {
    throw new Refusal(
      notModelled(describeIssues('this body of ProtectionPolicies_CreateOrUpdate', read.error)),
    );
  }
  throw new Refusal(backupError(400, isPolicyForm(body) ? INVALID_POLICY : INVALID_INPUT));
}

/** A body that says what it is a policy of is read as one. */
function isPolicyForm(body: unknown): boolean {
  return workloadSchema.safeParse(body).success;
}
