// How a vault lets its secondary region restore a point: the region says who it is, the vault issues a token for it.
// Specification of the passive stamp, 2021-11-15.

import { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { idsNamed } from '../../../kernel/ids.js';
import { usInstant } from '../../../kernel/time/instant.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { ITEM_PATH } from '../response.js';
import { machineNames } from '../backup-vault.js';
import { tiersAt } from '../recovery-points/lifetime.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import { itemOfRequest, type AddressedVault } from '../vault-of-request.js';
import { copyOfRequest, replicatedVault } from './copies.js';
import {
  AUDIENCE,
  ITEMS,
  LOCATION_PATH,
  LOCATIONS,
  regionOf,
  secondaryRegion,
  specified,
  VAULT_NUMBER,
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
        protectionContainerId: VAULT_NUMBER,
        recoveryPointId: point.name,
        recoveryPointTime: usInstant(point.timeMilliseconds),
        containerName: machineNames(item.vmId).bare,
        containerType: 'IaasVMContainer',
        backupManagementType: 'AzureIaasVM',
        datasourceType: 'VM',
        datasourceName: machineNames(item.vmId).friendlyName,
        datasourceId: item.vmId,
        datasourceContainerName: machineNames(item.vmId).bare,
        ...stampsOf(request, vault),
        tokenExtendedInformation: EXTENDED_INFORMATION,
        rpTierInformation: tierInformation(item, point, request.clock.now()),
        rpOriginalSAOption: false,
        rpIsManagedVirtualMachine: point.managedDisks,
        rpVMSizeDescription: point.virtualMachineSize,
        bMSActiveRegion: vault.resource.location ?? '',
      },
    },
  };
}

/** That a point without copies of keys says so with an empty element is recorded; of one with them nobody knows. */
const EXTENDED_INFORMATION =
  '<IaaSVMRecoveryPointMetadataBase><SourceIaaSVMRPKeyAndSecret i:nil="true" /></IaaSVMRecoveryPointMetadataBase>';

/** Which parts of Azure Backup are to talk to each other; their names are made up. */
function stampsOf(
  { state }: OperationRequest,
  { id, resource }: AddressedVault,
): Record<string, string> {
  const region = resource.location ?? '';
  const stamp = `https://pod01-prot1.${region}.backup.windowsazure.com/`;
  return {
    coordinatorServiceStampUri: `https://pod01-coord1.${region}.backup.windowsazure.com/`,
    protectionServiceStampId: idsNamed(state, `stamp ${id.toLowerCase()}`).guid(),
    protectionServiceStampUri: stamp,
  };
}

/** The tiers of the point where it was made, which has its snapshot perhaps. */
function tierInformation(
  { recoveryPoints }: ProtectedItem,
  copy: RecoveryPoint,
  nowMilliseconds: number,
): Record<string, string> {
  const point = recoveryPoints.find(({ name }) => name === copy.name) ?? copy;
  return Object.fromEntries(
    tiersAt(point, nowMilliseconds).map(({ type, status }) => [type, status]),
  );
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
    simplification: 'the addresses of stamps are made up',
    handle: getRestoreToken,
  }),
];
