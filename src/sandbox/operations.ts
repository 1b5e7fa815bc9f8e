// Every operation that the sandbox answers: the tables of all providers, put together.

import type { SandboxOperation } from './http/operation.js';
import { authorizationOperations } from './providers/authorization/routes.js';
import { backupOperations } from './providers/backup/routes.js';
import { computeOperations } from './providers/compute/routes.js';
import { deploymentOperations } from './providers/deployments/routes.js';
import { graphOperations } from './providers/graph/routes.js';
import { keyVaultDataOperations } from './providers/key-vault-data/routes.js';
import { keyVaultOperations } from './providers/key-vault/vaults/routes.js';
import { loginOperations } from './providers/login/routes.js';
import { managedIdentityOperations } from './providers/managed-identity/routes.js';
import { managementGroupOperations } from './providers/management-groups/routes.js';
import { networkOperations } from './providers/network/routes.js';
import { recoveryServicesOperations } from './providers/recovery-services/vaults/routes.js';
import { resourceGraphOperations } from './providers/resource-graph/routes.js';
import { resourcesOperations } from './providers/resources/routes.js';
import { storageDataOperations } from './providers/storage-data/routes.js';
import { storageOperations } from './providers/storage/routes.js';

/** The sandbox's route table. */
export const sandboxOperations: readonly SandboxOperation[] = [
  ...loginOperations,
  ...resourcesOperations,
  ...resourceGraphOperations,
  ...managementGroupOperations,
  ...deploymentOperations,
  ...authorizationOperations,
  ...graphOperations,
  ...keyVaultOperations,
  ...keyVaultDataOperations,
  ...computeOperations,
  ...networkOperations,
  ...managedIdentityOperations,
  ...recoveryServicesOperations,
  ...backupOperations,
  ...storageOperations,
  ...storageDataOperations,
];
