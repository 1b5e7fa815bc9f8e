// Which api-versions exist in Azure at all, for the namespaces whose lists are known: one that is not among them is a
// mistake of the caller, one that is but has no route is the sandbox's own lack.

import { invalidResourceType, noRegisteredProviderFound } from '../arm-error.js';
import type { OperationResponse } from '../operation.js';
import { regions } from '../../kernel/regions.js';
import { parseResourceId } from '../../kernel/resource-id.js';

/** The years' versions, each as MM-DD with what follows it. */
const RECOVERY_SERVICES: Readonly<Record<string, string>> = {
  2016: '06-01 08-10 12-01',
  2017: '07-01',
  2018: '01-10 07-10 12-20',
  2019: '05-13 06-15',
  2020: '02-02 10-01 12-01',
  2021: '01-01 02-01-preview 02-01 02-10 03-01 04-01 06-01 07-01 08-01 10-01 11-01-preview 11-15 12-01',
  2022: '01-01 01-31-preview 02-01 03-01 04-01 05-01 06-01-preview 08-01 09-01-preview 09-10 09-30-preview 10-01',
  2023: '01-01 01-15 02-01 04-01 06-01 08-01',
  2024: '01-01 02-01 04-01 04-30-preview 07-30-preview 09-30-preview 10-01 11-01-preview',
  2025: '01-01 02-01 02-28-preview 08-01',
  2026: '01-01 02-01 07-01',
};

/**
 * By namespace, lower-case. Documentation: Azure resource reference, Microsoft.RecoveryServices and
 * Microsoft.ManagedIdentity resource types; of cross-region restore and of 2026: their OpenAPI descriptions.
 */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'microsoft.recoveryservices': Object.entries(RECOVERY_SERVICES).flatMap(([year, days]) =>
    days.split(' ').map((day) => `${year}-${day}`),
  ),
  'microsoft.managedidentity': [
    '2015-08-31-preview',
    '2018-11-30',
    '2021-09-30-preview',
    '2022-01-31-preview',
    '2023-01-31',
    '2023-07-31-preview',
    '2024-11-30',
    '2025-01-31-preview',
  ],
};

/** Whether a version is known to exist, or nothing is known of its namespace's. */
function exists(namespace: string, apiVersion: string): boolean {
  return KNOWN[namespace.toLowerCase()]?.includes(apiVersion.toLowerCase()) ?? true;
}

/**
 * Resource Manager's error for a version that Azure does not have, with those that the sandbox speaks; undefined
 * for any other. A resource that has a place is looked for there, which is told otherwise than where none has
 * (public reports: azure-rest-api-specs, issue 11929; azure-sdk-for-net, issue 23760).
 */
export function refuseUnknownVersion(
  path: string,
  apiVersion: string,
  spoken: readonly string[],
  location: string | undefined,
): OperationResponse | undefined {
  const { namespace, type = '', trailing } = parseResourceId(path);
  if (namespace === undefined || exists(namespace, apiVersion)) {
    return undefined;
  }
  const full = trailing === undefined ? type : `${type}/${trailing}`;
  return location === undefined
    ? invalidResourceType(full, apiVersion, spoken)
    : noRegisteredProviderFound(full, apiVersion, spoken, {
        location,
        locations: regions.map(({ name }) => name),
      });
}
