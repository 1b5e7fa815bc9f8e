// Every operation of Azure Backup that the sandbox answers.

import type { SandboxOperation } from '../../http/operation.js';
import { configRoutes } from './vault-config/routes.js';
import { discoveryRoutes } from './discovery/routes.js';
import { itemRoutes } from './protected-items/routes.js';
import { jobCancellationRoutes } from './jobs/cancellation-routes.js';
import { jobRoutes } from './jobs/routes.js';
import { locationRoutes } from './discovery/location-routes.js';
import { operationRoutes } from './operations/routes.js';
import { policyRoutes } from './policies/routes.js';
import { recoveryPointRoutes } from './recovery-points/routes.js';
import { resourceGuardRoutes } from './resource-guard/routes.js';
import { restoreRoutes } from './restores/routes.js';
import { secondaryRegionRoutes } from './secondary-region/routes.js';
import { validateRestoreRoutes } from './restores/validation-routes.js';

/** The route table of Azure Backup. */
export const backupOperations: readonly SandboxOperation[] = [
  ...configRoutes,
  ...resourceGuardRoutes,
  ...policyRoutes,
  ...discoveryRoutes,
  ...itemRoutes,
  ...operationRoutes,
  ...jobRoutes,
  ...jobCancellationRoutes,
  ...recoveryPointRoutes,
  ...restoreRoutes,
  ...validateRestoreRoutes,
  ...locationRoutes,
  ...secondaryRegionRoutes,
];
