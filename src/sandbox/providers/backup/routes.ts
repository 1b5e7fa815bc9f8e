// Every operation of Azure Backup that the sandbox answers.

import type { SandboxOperation } from '../../http/operation.js';
import { configRoutes } from './config-routes.js';
import { discoveryRoutes } from './discovery-routes.js';
import { itemRoutes } from './item-routes.js';
import { jobCancellationRoutes } from './job-cancellation-routes.js';
import { jobRoutes } from './job-routes.js';
import { locationRoutes } from './location-routes.js';
import { operationRoutes } from './operation-routes.js';
import { policyRoutes } from './policy-routes.js';
import { recoveryPointRoutes } from './recovery-point-routes.js';
import { resourceGuardRoutes } from './resource-guard-routes.js';
import { restoreRoutes } from './restore-routes.js';
import { secondaryRegionRoutes } from './secondary-routes.js';
import { validateRestoreRoutes } from './validate-restore-routes.js';

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
