// Every operation of compute that the sandbox answers.

import type { SandboxOperation } from '../../http/operation.js';
import { computeOperationRoutes } from './operations.js';
import { diskRoutes } from './disks/routes.js';
import { extensionRoutes } from './extensions/routes.js';
import { usageRoutes } from './quotas/routes.js';
import { collectionRoutes } from './restore-points/routes.js';
import { runCommandRoutes } from './run-commands/routes.js';
import { machineRoutes } from './virtual-machines/routes.js';
import { machineSizeRoutes } from './virtual-machines/sizes.js';
import { skuRoutes } from './virtual-machines/skus.js';

/** The route table of compute. */
export const computeOperations: readonly SandboxOperation[] = [
  ...machineRoutes,
  ...extensionRoutes,
  ...runCommandRoutes,
  ...machineSizeRoutes,
  ...skuRoutes,
  ...usageRoutes,
  ...collectionRoutes,
  ...diskRoutes,
  ...computeOperationRoutes,
];
