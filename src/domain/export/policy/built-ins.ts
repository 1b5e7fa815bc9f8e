// The built-in definitions that protect machines. Ids and parameters: Azure/azure-policy, built-in-policies/policyDefinitions/Backup,
// versions 9.2.0 to 9.5.0. None of them reads or grants access to a key vault.

import type { ResourceId } from '../../resource-id.js';
import type { TagValue } from './initiative.js';

/** Which machines the built-in protects, and where. */
export interface BuiltInChoice {
  /** A backup policy of a vault that is there; undefined for a new vault in each region. */
  readonly backupPolicyId: ResourceId | undefined;
  /** Region of the machines; only with a backup policy. */
  readonly location: string | undefined;
  /** Only machines with the tag. */
  readonly include: TagValue | undefined;
  /** All machines but those with the tag. */
  readonly exclude: TagValue | undefined;
}

/** A built-in with its parameters filled. */
export interface FilledBuiltIn {
  readonly id: string;
  readonly displayName: string;
  readonly parameters: Readonly<Record<string, { readonly value: string | readonly string[] }>>;
}

/** Roles that its definition names for the identity that deploys: Virtual Machine Contributor and Backup Contributor. */
export const REMEDIATION_ROLES = [
  '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  '5e467623-bb1f-42f4-a55d-6e525e11384b',
] as const;

const IDS = {
  existing: {
    include: '345fa903-145c-4fe1-8bcd-93ec2adccde8',
    exclude: '09ce66bc-1220-4153-8104-e3f51c936913',
  },
  new: {
    include: '83644c87-93dd-49fe-bf9f-6aff8fd0834e',
    exclude: '98d0b9f8-fd90-49c9-88e2-d3baf3b0dd86',
  },
} as const;

/** The built-in for a choice. */
export function filledBuiltIn(choice: BuiltInChoice): FilledBuiltIn {
  const { backupPolicyId, location, include, exclude } = choice;
  const kind = include === undefined ? 'exclude' : 'include';
  const vault = backupPolicyId === undefined ? 'new' : 'existing';
  const tag = include ?? exclude ?? { name: '', values: [] };
  const prefix = kind === 'include' ? 'inclusion' : 'exclusion';
  return {
    id: `/providers/Microsoft.Authorization/policyDefinitions/${IDS[vault][kind]}`,
    displayName: `Back up VMs ${kind === 'include' ? 'with' : 'without'} a tag to ${vault === 'new' ? 'a new vault' : 'an existing vault'}`,
    parameters: {
      ...(backupPolicyId === undefined ? {} : { backupPolicyId: { value: backupPolicyId } }),
      ...(location === undefined ? {} : { vaultLocation: { value: location } }),
      [`${prefix}TagName`]: { value: tag.name },
      [`${prefix}TagValue`]: { value: tag.values },
      effect: { value: 'DeployIfNotExists' },
    },
  };
}
