// Changes of access policies: add, replace and remove for single principals.

import { z } from 'zod';
import { accessPolicySchema, type AccessPolicy } from './body.js';

/** How a list of policies is applied to a vault. OpenAPI: AccessPolicyUpdateKind. */
export type AccessPolicyChange = 'add' | 'replace' | 'remove';

const CATEGORIES = ['keys', 'secrets', 'certificates', 'storage'] as const;

/** The policies in a vault's properties. */
export function storedPolicies(properties: Readonly<Record<string, unknown>>): AccessPolicy[] {
  return z.array(accessPolicySchema).parse(properties['accessPolicies'] ?? []);
}

/**
 * A vault's policies after a change. `add` merges permissions into the principal's own, whatever their
 * case; `remove` takes away only words in the case in which they are stored, and says nothing of the others
 * (public report: azure-rest-api-specs, issue 42963). That `replace` overwrites only the principals it
 * names, and that a policy with nothing left disappears, are assumptions.
 */
export function changePolicies(
  stored: readonly AccessPolicy[],
  change: AccessPolicyChange,
  sent: readonly AccessPolicy[],
): AccessPolicy[] {
  return sent.reduce<AccessPolicy[]>(
    (policies, policy) => {
      const index = policies.findIndex((found) => isSamePrincipal(found, policy));
      const existing = policies[index];
      if (existing === undefined) {
        return change === 'remove' ? policies : [...policies, policy];
      }
      const changed = changeOne(existing, change, policy);
      return changed === undefined ? policies.toSpliced(index, 1) : policies.with(index, changed);
    },
    [...stored],
  );
}

function changeOne(
  existing: AccessPolicy,
  change: AccessPolicyChange,
  sent: AccessPolicy,
): AccessPolicy | undefined {
  if (change === 'replace') {
    return sent;
  }
  const combine = change === 'add' ? union : remainder;
  const permissions: AccessPolicy['permissions'] = {};
  for (const category of CATEGORIES) {
    const words = combine(existing.permissions[category] ?? [], sent.permissions[category] ?? []);
    if (words.length > 0) {
      permissions[category] = words;
    }
  }
  return Object.keys(permissions).length === 0 ? undefined : { ...existing, permissions };
}

function union(stored: readonly string[], sent: readonly string[]): string[] {
  const lower = stored.map((word) => word.toLowerCase());
  return [...stored, ...sent.filter((word) => !lower.includes(word.toLowerCase()))];
}

function remainder(stored: readonly string[], sent: readonly string[]): string[] {
  return stored.filter((word) => !sent.includes(word));
}

function isSamePrincipal(left: AccessPolicy, right: AccessPolicy): boolean {
  return (
    left.objectId.toLowerCase() === right.objectId.toLowerCase() &&
    left.applicationId?.toLowerCase() === right.applicationId?.toLowerCase()
  );
}
