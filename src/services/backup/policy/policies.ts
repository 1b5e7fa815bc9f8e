// The backup policies of vaults: list, read, put, delete.

import type { PolicyTerms } from '../../../domain/backup-policy/policy.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import { partsOf } from '../../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../../arm/errors.js';
import { equalities } from '../../arm/odata-filter.js';
import { operationOf } from '../../arm/operation.js';
import type { RawClient } from '../../arm/transport/raw-client.js';
import { readPages } from '../../arm/transport/raw-pages.js';
import { unexpectedResponse } from '../../arm/unexpected-response.js';
import type { BackupService, Operation } from '../../services.js';
import { policyFrom, policyResourceSchema } from './resource.js';
import { policyToWire } from './wire.js';

/**
 * The first version known to carry `snapshotConsistencyType` (Azure PowerShell 6.8.0 has both). The SDK's
 * 2023-06-01 would hide it, and a policy that is read, changed and written back would lose it.
 */
const API_VERSION = '2024-04-01';

type Policies = Pick<BackupService, 'policies' | 'policy' | 'putPolicy' | 'deletePolicy'>;

/**
 * The part of the backup service that is about policies.
 * @param armEndpoint of the cloud, without a slash at its end
 */
export function policyService(client: RawClient, armEndpoint: string): Policies {
  const urlOf = (vaultId: ResourceId, rest: string): string =>
    `${armEndpoint}${vaultId}/backupPolicies${rest}`;
  const policyUrl = (vaultId: ResourceId, policyName: string): string =>
    urlOf(vaultId, `/${encodeURIComponent(policyName)}?api-version=${API_VERSION}`);
  return {
    policies: async (vaultId) => {
      const { name } = partsOf(vaultId);
      const filter = encodeURIComponent(equalities({ backupManagementType: 'AzureIaasVM' }) ?? '');
      const url = urlOf(vaultId, `?api-version=${API_VERSION}&$filter=${filter}`);
      const subject = `the backup policies of ${name}`;
      const found = await callAzure({ doing: `list ${subject}`, target: vaultId }, () =>
        readPages(client, url, policyResourceSchema, subject),
      );
      return found.map((resource) => policyFrom(resource)).filter((each) => each !== undefined);
    },
    policy: async (vaultId, policyName) => {
      const doing = `read the backup policy ${policyName} of ${partsOf(vaultId).name}`;
      const answer = await callOrAbsent({ doing, target: vaultId }, () =>
        client.send({ method: 'GET', url: policyUrl(vaultId, policyName) }),
      );
      return answer === undefined ? undefined : policyIn(answer.body, policyName);
    },
    putPolicy: (vaultId, policyName, terms, options) =>
      change(client, {
        method: 'PUT',
        url: policyUrl(vaultId, policyName),
        body: { properties: bodyOf(terms, options) },
        what: `the change of the backup policy ${policyName}`,
        target: `${vaultId}/backupPolicies/${policyName}`,
      }),
    deletePolicy: (vaultId, policyName) =>
      change(client, {
        method: 'DELETE',
        url: policyUrl(vaultId, policyName),
        what: `the deletion of the backup policy ${policyName}`,
        target: `${vaultId}/backupPolicies/${policyName}`,
      }),
  };
}

function policyIn(body: unknown, policyName: string): ReturnType<typeof policyFrom> {
  const resource = policyResourceSchema.safeParse(body);
  if (!resource.success) {
    throw unexpectedResponse('it is not a policy', `the backup policy ${policyName}`);
  }
  return policyFrom(resource.data);
}

/** As az sends it: the requests of a Resource Guard stand among the properties. */
function bodyOf(
  terms: PolicyTerms,
  {
    timesDate,
    approvals = [],
  }: { readonly timesDate: string; readonly approvals?: readonly string[] },
): Record<string, unknown> {
  return {
    ...policyToWire(terms, timesDate),
    ...(approvals.length === 0 ? {} : { resourceGuardOperationRequests: approvals }),
  };
}

interface Change {
  readonly method: 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
  readonly what: string;
  readonly target: ResourceId;
}

/** 200 and 204 when it is done at once, 202 when items have to follow (OpenAPI ProtectionPolicies_*). */
async function change(
  client: RawClient,
  { method, url, body, what, target }: Change,
): Promise<Operation> {
  const answer = await callAzure({ doing: `start ${what}`, target }, () =>
    client.send({ method, url, ...(body === undefined ? {} : { body }) }),
  );
  const accepted = answer.status === 202 ? answer : { header: () => undefined };
  return operationOf(accepted, client, what);
}
