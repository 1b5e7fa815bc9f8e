// Lists of managed HSMs, of which there are none here: `az keyvault list` and `list-deleted` ask for
// them together with the vaults.

import {
  defineOperation,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';

const PROVIDER = '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault';
const GROUP_PROVIDER =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault';

function listNone(): OperationResponse {
  return { status: 200, body: { value: [] } };
}

/** One list; `page` is its page in the Azure REST API reference. */
function listRoute(id: string, path: string, page: string): SandboxOperation {
  const type = path.endsWith('deletedManagedHSMs') ? 'deletedManagedHSMs' : 'managedHSMs';
  return defineOperation({
    id,
    provider: 'key-vault',
    host: 'arm',
    method: 'GET',
    path,
    apiVersions: ['2026-02-01', '2023-07-01', '2023-02-01', '2022-07-01'],
    query: ['$top', '$skiptoken'],
    action: `Microsoft.KeyVault/${type}/read`,
    evidence: [{ kind: 'documentation', page: `Azure REST API reference: ${page}` }],
    fidelity: 'simplified',
    simplification: 'There are no managed HSMs.',
    handle: listNone,
  });
}

/** The lists of managed HSMs. */
export const managedHsmOperations: readonly SandboxOperation[] = [
  listRoute(
    'ManagedHsms_ListBySubscription',
    `${PROVIDER}/managedHSMs`,
    'Managed Hsms - List By Subscription',
  ),
  listRoute(
    'ManagedHsms_ListByResourceGroup',
    `${GROUP_PROVIDER}/managedHSMs`,
    'Managed Hsms - List By Resource Group',
  ),
  listRoute(
    'ManagedHsms_ListDeleted',
    `${PROVIDER}/deletedManagedHSMs`,
    'Managed Hsms - List Deleted',
  ),
];
