// Which resource types exist in Azure at all, for the two namespaces that this program is about: what
// is not among them is a mistake of the caller, what is but has no route is the sandbox's own lack.

import { invalidResourceType } from '../arm-error.js';
import type { OperationResponse } from '../operation.js';

/** Top-level types, lower-case. Documentation: Azure resource reference, Key Vault and Recovery Services. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'microsoft.keyvault': [
    'checkmhsmnameavailability',
    'checknameavailability',
    'deletedmanagedhsms',
    'deletedvaults',
    'hsmpools',
    'locations',
    'managedhsms',
    'operations',
    'vaults',
  ],
  'microsoft.recoveryservices': [
    'backupprotecteditems',
    'locations',
    'operations',
    'replicationeligibilityresults',
    'vaults',
  ],
};

/** Newest api-versions of each namespace that the sandbox speaks. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'microsoft.keyvault': ['2026-02-01', '2023-07-01'],
  'microsoft.recoveryservices': ['2026-01-01', '2024-04-01', '2023-06-01', '2023-02-01'],
};

/** InvalidResourceType for a path that names a type which Azure does not have; otherwise undefined. */
export function refuseUnknownType(
  path: string,
  apiVersion: string | undefined,
): OperationResponse | undefined {
  const [, namespace = '', type = ''] =
    /\/providers\/([^/]+)\/([^/]+)(?!.*\/providers\/)/iu.exec(path) ?? [];
  const known = TYPES[namespace.toLowerCase()];
  if (known === undefined || apiVersion === undefined || known.includes(type.toLowerCase())) {
    return undefined;
  }
  const versions = VERSIONS[namespace.toLowerCase()] ?? [];
  return invalidResourceType(`${namespace}/${type}`, apiVersion, versions);
}
