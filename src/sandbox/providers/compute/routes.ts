// Every operation of compute that the sandbox answers.

import type { SandboxOperation } from '../../http/operation.js';
import { computeOperationRoutes } from './compute-operation.js';
import { diskRoutes } from './disk-routes.js';
import { extensionRoutes } from './extension-routes.js';
import { machineRoutes } from './machine-routes.js';
import { machineSizeRoutes } from './machine-sizes.js';

/** The route table of compute. */
export const computeOperations: readonly SandboxOperation[] = [
  ...machineRoutes,
  ...extensionRoutes,
  ...machineSizeRoutes,
  ...diskRoutes,
  ...computeOperationRoutes,
];
