// What Resource Manager tells of its cloud to whoever asks, without a token. The values are those of the public cloud, as
// they were shown in microsoft/ga4gh-tes issue 565; that all versions after the first have one entry in a list, and the
// newest has it by itself, is what their readers expect: az's `_arm_to_cli_mapper`, go-azure-sdk's 2022-09-01.

import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
} from '../../http/operation.js';

/** The answer of the first version. Azure/azure-cli issue 3391. */
const FIRST = {
  galleryEndpoint: 'https://gallery.azure.com',
  graphEndpoint: 'https://graph.windows.net/',
  portalEndpoint: 'https://portal.azure.com',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com/',
    audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
  },
};

const PUBLIC_CLOUD = {
  portal: 'https://portal.azure.com',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com',
    audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
    tenant: 'common',
    identityProvider: 'AAD',
  },
  media: 'https://rest.media.azure.net',
  graphAudience: 'https://graph.windows.net/',
  graph: 'https://graph.windows.net/',
  name: 'AzureCloud',
  suffixes: {
    azureDataLakeStoreFileSystem: 'azuredatalakestore.net',
    acrLoginServer: 'azurecr.io',
    sqlServerHostname: 'database.windows.net',
    azureDataLakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
    keyVaultDns: 'vault.azure.net',
    storage: 'core.windows.net',
    azureFrontDoorEndpointSuffix: 'azurefd.net',
    storageSyncEndpointSuffix: 'afs.azure.net',
    mhsmDns: 'managedhsm.azure.net',
    mysqlServerEndpoint: 'mysql.database.azure.com',
    postgresqlServerEndpoint: 'postgres.database.azure.com',
    mariadbServerEndpoint: 'mariadb.database.azure.com',
    synapseAnalytics: 'dev.azuresynapse.net',
    attestationEndpoint: 'attest.azure.net',
  },
  batch: 'https://batch.core.windows.net/',
  resourceManager: 'https://management.azure.com/',
  vmImageAliasDoc:
    'https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json',
  activeDirectoryDataLake: 'https://datalake.azure.net/',
  sqlManagement: 'https://management.core.windows.net:8443/',
  microsoftGraphResourceId: 'https://graph.microsoft.com/',
  gallery: 'https://gallery.azure.com/',
};

const ONE_ENTRY_SINCE = '2022-09-01';

function readMetadata({ apiVersion }: OperationRequest): OperationResponse {
  if (apiVersion < '2019-05-01') {
    return { status: 200, body: FIRST };
  }
  return { status: 200, body: apiVersion < ONE_ENTRY_SINCE ? [PUBLIC_CLOUD] : PUBLIC_CLOUD };
}

/** The operation. */
export const cloudMetadataOperation = defineOperation({
  id: 'Metadata_Endpoints',
  provider: 'resources',
  host: 'arm',
  auth: 'none',
  method: 'GET',
  path: '/metadata/endpoints',
  apiVersions: ['2022-09-01', '2020-06-01', '2019-05-01', '2015-01-01'],
  evidence: [
    { kind: 'documentation', page: 'azure-cli: az cloud register, pull requests 15037 and 30682' },
    { kind: 'assumption', note: 'that only the cloud itself is in the list of the older versions' },
  ],
  fidelity: 'simplified',
  simplification: 'of the public cloud, without what no client here reads',
  handle: readMetadata,
});
