// How a vault lets its secondary region restore a point: the region says who it is, the vault issues a token for it.
// Specification of the passive stamp, 2021-11-15.

import { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { ITEM_PATH } from '../response.js';
import { itemOfRequest } from '../vault-of-request.js';
import { copyOfRequest, replicatedVault } from './copies.js';
import {
  AUDIENCE,
  ITEMS,
  LOCATION_PATH,
  LOCATIONS,
  regionOf,
  secondaryRegion,
  specified,
} from './request.js';
import { issueRestoreToken } from './restore-token.js';

/** The tenant of the backup service in every region, as recorded. */
const SERVICE_TENANT = '33e01921-4d64-4f8c-a055-5bdaffd5e33d';

/** Who restores in a region. */
function getAadProperties({ params, ids }: OperationRequest): OperationResponse {
  return {
    status: 200,
    body: {
      properties: {
        tenantId: SERVICE_TENANT,
        audience: `${AUDIENCE}${regionOf(params)}`,
        servicePrincipalObjectId: ids.guid(),
      },
    },
  };
}

const aadPropertiesSchema = z.strictObject({
  properties: z.strictObject({
    tenantId: z.string(),
    audience: z.string(),
    servicePrincipalObjectId: z.string(),
  }),
});

/** The vault's token by which the region that asked may restore a point. */
function getRestoreToken(
  request: OperationRequest<z.infer<typeof aadPropertiesSchema>>,
): OperationResponse {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const point = copyOfRequest(request);
  const { audience } = request.body.properties;
  const { subscriptionId, resourceGroup, names } = parseResourceId(vault.id);
  const accessTokenString = issueRestoreToken(
    request.state,
    { vaultId: vault.id, itemName: item.name, recoveryPointName: point.name, aud: audience },
    request.clock.now(),
  );
  return {
    status: 200,
    body: {
      properties: {
        objectType: 'CrrAccessToken',
        accessTokenString,
        subscriptionId,
        resourceGroupName: resourceGroup,
        resourceName: names[0],
        resourceId: vault.id,
        recoveryPointId: point.name,
        containerType: 'IaasVMContainer',
        backupManagementType: 'AzureIaasVM',
        datasourceType: 'VM',
        datasourceId: item.vmId,
        rpTierInformation: { HardenedRP: 'Valid' },
        rpOriginalSAOption: false,
        rpIsManagedVirtualMachine: point.managedDisks,
        rpVMSizeDescription: point.virtualMachineSize,
      },
    },
  };
}

/** Operations that come before a restore in a secondary region. */
export const restoreTokenRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...secondaryRegion,
    id: 'AadProperties_Get',
    method: 'GET',
    path: `${LOCATION_PATH}/backupAadProperties`,
    query: ['$filter'],
    action: `${LOCATIONS}/backupAadProperties/read`,
    evidence: specified('AadProperties_Get'),
    simplification: 'the audience ends in the name of the region, not in its abbreviation',
    handle: getAadProperties,
  }),
  defineOperation({
    ...secondaryRegion,
    id: 'RecoveryPoints_GetAccessToken',
    method: 'POST',
    path: `${ITEM_PATH}/recoveryPoints/{recoveryPointId}/accessToken`,
    body: aadPropertiesSchema,
    action: `${ITEMS}/recoveryPoints/accessToken/action`,
    evidence: specified('RecoveryPoints_GetAccessToken'),
    simplification: 'leaves out the addresses of stamps',
    handle: getRestoreToken,
  }),
];
